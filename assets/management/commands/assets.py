"""Look after assets."""

from argparse import ArgumentParser
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError

from assets import due, leftovers, search_index, tags, trash
from assets.models import Media, Tag
from portal.api.errors import Unavailable
from portal.audit.operator import Operator, OperatorCommand
from portal.audit.record import COMMAND


class Command(OperatorCommand):
    help = "Archive and limit assets whose dates have come, empty the trash, sweep, index again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One action each."""
        actions = parser.add_subparsers(dest="action", required=True)
        self.add_action(actions, "due", "archive, limit and watermark what is due; run it every few minutes")
        self.add_action(actions, "purge", "remove what was deleted 30 days ago, for ever; run it every day")
        sweep = self.add_action(
            actions, "sweep", "take up interrupted uploads, remove abandoned ones; run it every hour"
        )
        sweep.add_argument("--hours", type=int, default=24, help="how long it must have been lying about")
        self.add_action(actions, "reindex", "index all assets and count all tags again")

    def due(self, *, operator: Operator, json: bool, **options: Any) -> None:
        """Set the flags whose dates have come."""
        counts = due.apply(by=operator, door=COMMAND)
        facts = {flag.removeprefix("is_"): number for flag, number in counts.items()}
        self._print(
            facts, "Now archived: {archived}, limited: {limited}, watermarked: {watermarked}.", as_json=json
        )

    def purge(self, *, operator: Operator, json: bool, **options: Any) -> None:
        """Remove assets that nobody can restore any more, with their files."""
        assets, files = trash.purge_due(by=operator, door=COMMAND)
        facts = {"assets": assets, "files": files}
        self._print(facts, "Removed for ever: {assets} assets with {files} files.", as_json=json)

    def sweep(self, *, hours: int, json: bool, **options: Any) -> None:
        """Remove what failures and abandoned uploads left behind, and go on with what was interrupted."""
        try:
            report = leftovers.sweep(timedelta(hours=hours))
        except Unavailable as error:
            raise CommandError(error.message) from error
        text = (
            "Taken up again: {resumed} uploads, the pictures of {drawn} assets. "
            "Removed: {uploads} uploads, {files} files."
        )
        self._print(asdict(report), text, as_json=json)

    def reindex(self, *, json: bool, **options: Any) -> None:
        """Index all assets again, and count the assets of each tag."""
        assets = search_index.refresh_each(Media.objects.all())
        tags.recount(Tag.objects.values_list("pk", flat=True))
        self._print({"assets": assets}, "Indexed {assets} assets.", as_json=json)

    def _print(self, facts: dict[str, int], text: str, *, as_json: bool) -> None:
        if as_json:
            self.print_json(facts)
        else:
            self.stdout.write(text.format(**facts))
