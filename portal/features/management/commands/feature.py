"""Switch features on and off."""

from argparse import ArgumentParser
from typing import Any

from portal.audit.operator import Operator, OperatorCommand
from portal.audit.record import COMMAND
from portal.features import switch
from portal.features.models import FeatureState
from portal.features.switch import Feature


class Command(OperatorCommand):
    help = "List the portal's features, or switch one on or off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One action each: list, enable, disable."""
        actions = parser.add_subparsers(dest="action", required=True)
        self.add_action(actions, "list", "show every feature and its state")
        for name in ("enable", "disable"):
            action = self.add_action(actions, name, f"{name} a feature")
            action.add_argument("feature", choices=Feature.values)
            action.add_argument("--reason", required=True, help="why, for the audit log")

    def list(self, *, json: bool, **options: Any) -> None:
        """Print each feature with its state and the time of the last flip."""
        states = {state.name: state for state in FeatureState.objects.all()}
        rows = [
            {
                "feature": feature.value,
                "state": "on" if (state := states.get(feature)) and state.enabled else "off",
                "changed": states[feature].changed_at.isoformat() if feature in states else "never",
            }
            for feature in Feature
        ]
        if json:
            self.print_json(rows)
        else:
            self.print_table(["feature", "state", "changed"], rows)

    def enable(self, *, feature: str, reason: str, operator: Operator, json: bool, **options: Any) -> None:
        """Switch the feature on."""
        changed = switch.enable(Feature(feature), by=operator, reason=reason, door=COMMAND)
        self._report(feature, "on", changed=changed, as_json=json)

    def disable(self, *, feature: str, reason: str, operator: Operator, json: bool, **options: Any) -> None:
        """Switch the feature off."""
        changed = switch.disable(Feature(feature), by=operator, reason=reason, door=COMMAND)
        self._report(feature, "off", changed=changed, as_json=json)

    def _report(self, feature: str, state: str, *, changed: bool, as_json: bool) -> None:
        if as_json:
            self.print_json({"feature": feature, "state": state, "changed": changed})
        else:
            self.stdout.write(f"{feature} is {'now' if changed else 'already'} {state}.")
