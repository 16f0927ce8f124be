"""Look after the catalog of integrations."""

from argparse import ArgumentParser
from typing import Any

from integrations import catalog
from integrations.models import Category, Integration
from portal.audit.operator import Operator, OperatorCommand
from portal.audit.record import COMMAND


class Command(OperatorCommand):
    help = "List the catalog of integrations, add one, or retire one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One action each: list, add, retire."""
        actions = parser.add_subparsers(dest="action", required=True)
        self.add_action(actions, "list", "show the catalog")
        add = self.add_action(actions, "add", "add an integration, or bring a retired one back")
        add.add_argument("name")
        add.add_argument("--vendor", required=True)
        add.add_argument("--category", required=True, choices=Category.values)
        retire = self.add_action(actions, "retire", "take an integration out of the dropdown")
        retire.add_argument("name")

    def list(self, *, json: bool, **options: Any) -> None:
        """Print the catalog by name."""
        rows = [
            {
                "name": entry.name,
                "vendor": entry.vendor,
                "category": entry.category,
                "state": "active" if entry.is_active else "retired",
            }
            for entry in Integration.objects.order_by("name")
        ]
        if json:
            self.print_json(rows)
        else:
            self.print_table(["name", "vendor", "category", "state"], rows)

    def add(
        self, *, name: str, vendor: str, category: str, operator: Operator, json: bool, **options: Any
    ) -> None:
        """Add the integration to the dropdown."""
        entry = catalog.add(by=operator, door=COMMAND, name=name, vendor=vendor, category=category)
        self._report(entry, "added", as_json=json)

    def retire(self, *, name: str, operator: Operator, json: bool, **options: Any) -> None:
        """Take the integration out of the dropdown."""
        entry = catalog.named(name)
        catalog.retire(entry, by=operator, door=COMMAND)
        self._report(entry, "retired", as_json=json)

    def _report(self, entry: Integration, outcome: str, *, as_json: bool) -> None:
        if as_json:
            self.print_json({"name": entry.name, "outcome": outcome})
        else:
            self.stdout.write(f"{entry.name} is {outcome}.")
