"""Rules about where assets are used: what integrations report, and what a person can see of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from portal.api.identifiers import parse
from portal.visible_text import validate_line, validate_lines

from .models import Media, Usage, UsageIntegration

PERMISSION = Permission.VIEW_STATISTICS  # of whoever is told of uses, or tells them
LONGEST_URI = 1000
LONGEST_ADDITIONAL = 5000
AT_ONCE = 5000  # usages and addresses of one sync
# On a page. The vendor documents no pages of usages, so that clients take the first for all there are: it has
# room for more than one asset ever has, and for those of two syncs.
MOST_LISTED = 2 * AT_ONCE


@dataclass(frozen=True)
class Report:
    """What an integration says: this asset is used at this address."""

    asset_id: str
    uri: str = ""
    additional: str = ""


@dataclass
class Synced:
    """What a sync did. Rejected reports come with the reason, removed usages as they were.

    That a usage of an asset that can't be seen is removed is not told: its id would be, too.
    """

    accepted: list[Usage] = field(default_factory=list)
    new: list[Usage] = field(default_factory=list)
    rejected: list[tuple[Report, str]] = field(default_factory=list)
    removed: list[Usage] = field(default_factory=list)


@transaction.atomic
def record(
    report: Report,
    *,
    by: User,
    integration_id: str,
    called: Callable[[], str],
    used_at: datetime | None = None,
) -> Usage:
    """Note that the asset is used there; said again, it has the new time and words.

    `called` is asked for the name of an integration that has none yet.
    ValidationError names the field when `by` can't see the asset, an id is none, or a text is too long.
    """
    media = Media.objects.visible_to(by).with_id(report.asset_id).first()
    errors = _wrong(report)
    if media is None:
        errors["asset_id"] = _unknown(report.asset_id)
    if errors or media is None:
        raise ValidationError(errors)
    usage: Usage
    usage, _ = Usage.objects.update_or_create(
        media=media,
        integration=_known(integration_id, called),
        uri=report.uri,
        defaults={"additional": report.additional, "used_at": used_at or timezone.now()},
    )
    return usage


def remove(*, by: User, asset_id: str, integration_id: str, uri: str = "") -> None:
    """The integration uses the asset no more: at `uri`, or, without one, anywhere.

    This goes for assets, too, that it used before `by` couldn't see them any more: those in the trash,
    say. ValidationError names the id of nothing, and of what neither is visible nor was used.
    """
    _check_integration(integration_id)
    usages = Usage.objects.filter(
        media__in=Media.objects.with_id(asset_id),
        integration__in=UsageIntegration.objects.with_id(integration_id),
    )
    if not usages.exists() and not Media.objects.visible_to(by).with_id(asset_id).exists():
        raise ValidationError({"asset_id": _unknown(asset_id)})
    (usages.filter(uri=uri) if uri else usages).delete()


@transaction.atomic
def sync(
    reports: Sequence[Report],
    *,
    by: User,
    integration_id: str,
    called: Callable[[], str],
    uris: set[str],
) -> Synced:
    """Bring what is known of an integration to what it reports about its addresses `uris`.

    What it uses there and didn't is new; what it used there and doesn't is removed; addresses that
    it doesn't name stay as they are. Reports about assets that `by` can't see are rejected, one by one.
    `called` is asked for the name of an integration that has none yet.
    """
    if len(reports) + len(uris) > AT_ONCE:
        raise ValidationError({"usages": f"Send at most {AT_ONCE} usages and uris at once."})
    integration = _known(integration_id, called)
    result, said = _judged(reports, by)
    rows = Usage.objects.filter(integration=integration, uri__in={*uris, *(uri for _, uri in said)})
    before = {(usage.media.uuid, usage.uri): usage for usage in rows.select_related("media", "integration")}
    for key, (media, report) in said.items():
        if usage := before.get(key):
            usage.additional = report.additional or usage.additional
            result.accepted.append(usage)
        else:
            result.new.append(_new(media, integration, report))
    Usage.objects.bulk_update(result.accepted, ["additional"], batch_size=500)
    Usage.objects.bulk_create(result.new, batch_size=500)
    reported = {(parse(report.asset_id), report.uri) for report in reports}
    gone = [usage for key, usage in before.items() if usage.uri in uris and key not in reported]
    result.removed = _seen(gone, by)
    rows.filter(pk__in=[usage.pk for usage in gone]).delete()
    return result


def of(*, by: User, asset_id: str = "", integration_id: str = "", uri: str = "") -> QuerySet[Usage]:
    """What is known of the use of assets that `by` can see, newest first; narrowed by what is given.

    ValidationError when `by` can't see the asset; an integration that was never heard of uses nothing.
    """
    media = Media.objects.visible_to(by)
    if asset_id:
        media = media.with_id(asset_id)
        if not media.exists():
            raise ValidationError({"asset_id": _unknown(asset_id)})
    rows: QuerySet[Usage] = Usage.objects.filter(media__in=media).select_related("media", "integration")
    if integration_id:
        _check_integration(integration_id)
        rows = rows.filter(integration__in=UsageIntegration.objects.with_id(integration_id))
    return (rows.filter(uri=uri) if uri else rows).order_by("-used_at", "-id")


def _judged(
    reports: Iterable[Report], by: User
) -> tuple[Synced, dict[tuple[UUID, str], tuple[Media, Report]]]:
    """The reports that are rejected, and the others by asset and address."""
    result = Synced()
    said: dict[tuple[UUID, str], tuple[Media, Report]] = {}
    ids = {report.asset_id for report in reports}
    visible = {media.uuid: media for media in Media.objects.visible_to(by).with_ids(ids)}
    for report in reports:
        identifier = parse(report.asset_id)
        media = visible.get(identifier) if identifier else None
        if media is None:
            result.rejected.append((report, _unknown(report.asset_id)))
        elif wrong := _wrong(report):
            result.rejected.append((report, " ".join(wrong.values())))
        else:
            said[media.uuid, report.uri] = media, report
    return result, said


def _seen(usages: Sequence[Usage], by: User) -> list[Usage]:
    """Those of the usages whose assets `by` can see."""
    media = Media.objects.visible_to(by).filter(pk__in=[usage.media_id for usage in usages])
    keys = set(media.values_list("pk", flat=True))
    return [usage for usage in usages if usage.media_id in keys]


def _new(media: Media, integration: UsageIntegration, report: Report) -> Usage:
    return Usage(
        media=media, integration=integration, uri=report.uri, additional=report.additional,
        used_at=timezone.now(),
    )  # fmt: skip


def _known(integration_id: str, called: Callable[[], str]) -> UsageIntegration:
    """The integration, new if this is its first use, and kept from other writers for the transaction."""
    integration, _ = UsageIntegration.objects.get_or_create(uuid=_check_integration(integration_id))
    kept: UsageIntegration = UsageIntegration.objects.select_for_update().get(pk=integration.pk)
    if not kept.description:
        kept.description = called()
        kept.save(update_fields=["description"])
    return kept


def _check_integration(integration_id: str) -> UUID:
    identifier = parse(integration_id)
    if identifier is None:
        raise ValidationError({"integration_id": "Send the integration's id, a UUID of its own choice."})
    return identifier


def _unknown(asset_id: str) -> str:
    return f"There is no asset {asset_id[:60]}." if asset_id else "Send the id of an asset."


def _wrong(report: Report) -> dict[str, str]:
    """Field → what is wrong with its text."""
    limits = {"uri": (LONGEST_URI, validate_line), "additional": (LONGEST_ADDITIONAL, validate_lines)}
    errors: dict[str, str] = {}
    for name, (longest, validate) in limits.items():
        text = getattr(report, name)
        try:
            validate(text)
        except ValidationError as error:
            (errors[name],) = error.messages
        if len(text) > longest:
            errors[name] = f"Send at most {longest} characters."
    return errors
