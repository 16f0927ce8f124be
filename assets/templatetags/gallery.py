"""The components that show assets. A missing argument raises."""

from collections.abc import Container
from typing import Any

from django import template
from django.utils import timezone

from assets import addresses
from assets.models import HistoryEntry, Media, MediaType
from assets.models.media import KEPT_IN_TRASH
from assets.values import IN_HISTORY

register = template.Library()

ICONS = {
    MediaType.IMAGE: "image",
    MediaType.DOCUMENT: "file-text",
    MediaType.AUDIO: "audio-lines",
    MediaType.VIDEO: "circle-play",
    MediaType.THREE_D: "box",
}
_FILLED = 1.15, 1.85  # width by height of what may fill a tile: little of it is cut off


@register.inclusion_tag("components/asset_card.html")
def asset_card(
    media: Media,
    selectable: bool = False,  # noqa: FBT001, FBT002  a tag's argument
    selected: Container[str] = (),
) -> dict[str, Any]:
    """An asset in a gallery; `selectable` ones have a checkbox of the form with the id `selection`.

    It is ticked for those with the `selected` ids.
    """
    return {"media": media, "selectable": selectable, "is_selected": media.api_id in selected}


@register.simple_tag
def picture(media: Media, size: str) -> str:
    """Where the asset's picture of this size is."""
    return addresses.thumbnail(media, size, "")


@register.filter
def days_left(media: Media) -> int:
    """How many days an asset in the trash can still be restored, today being one."""
    assert media.removed_at is not None  # noqa: S101
    return (media.removed_at + KEPT_IN_TRASH - timezone.now()).days + 1


@register.filter
def changes(entry: HistoryEntry) -> list[tuple[str, str, str]]:
    """What changed, in words: field, before, after; a fact has nothing before."""
    found = []
    for name, value in entry.details.items():
        before, after = value if isinstance(value, list) else ("", value)
        label = name.removeprefix(IN_HISTORY).partition(":")[0].removeprefix("is_").replace("_", " ")
        found.append((label.capitalize(), _words(before), _words(after)))
    return found


@register.inclusion_tag("components/asset_thumbnail.html")
def asset_thumbnail(media: Media, size: str = "thul") -> dict[str, Any]:
    """The asset's small picture in front of its type's icon, which stays where there is no picture yet."""
    return {
        "small": addresses.thumbnail(media, size, ""),
        "large": addresses.thumbnail(media, "webimage", ""),
        "is_small": size == "mini",
        "icon": ICONS[MediaType(media.type)],
        "fills": _fills(media),
    }


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _fills(media: Media) -> bool:
    if not media.height or addresses.derivative_format(media) != "jpg":
        return False
    least, most = _FILLED
    return least <= media.width / media.height <= most
