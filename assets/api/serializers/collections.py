"""Collections on the wire: the vendor's names, both spellings of `isPublic`, its own form of dates."""

from typing import Any, TypeVar

from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from accounts.models import Group, PermissionProfile, User
from assets import addresses
from assets.models import Media, ShareLevel
from assets.sharing import Mail, Terms
from portal.api.errors import InvalidField
from portal.api.identifiers import parse
from portal.api.moments import spelled_out
from portal.api.parsing import Parameters

Principal = TypeVar("Principal", bound=models.Model)
# Field of the rules → wire name, for errors.
WIRE_NAMES = {"thumbnail": "thumbnailAssetId", "is_public": "isPublic", "ends_at": "dateEnd"}
ASSET_WIRE_NAMES = {"added": "data", "removed": "deleteIds"}
_LEVELS = {
    **dict.fromkeys(("view", "readonly", "readaccess"), ShareLevel.VIEW),
    "edit": ShareLevel.EDIT,
}


def collection(row: Any, *, user: User, base_url: str) -> dict[str, Any]:
    """A collection, the same in lists and alone; `row` is one of `Collection.objects.described`.

    `link` is where others see it: for its owner the share that most people can open, else its page.
    It and `thumbnail` are read as addresses by Java and C#, so they are real ones or absent.
    """
    pictures = row.pictures
    cover = pictures[0] if pictures else None
    return {
        "id": row.api_id,
        "name": row.name,
        "description": row.description,
        "filename": slugify(row.name).replace("-", "_") or "collection",
        "userId": row.owner.api_id,
        "user": {"id": row.owner.api_id, "name": row.owner.full_name},
        "collectionCount": row.visible_count,
        "views": row.views,
        "IsPublic": int(row.is_public),
        "isPublic": row.is_public,
        "isEmbeddable": 0,
        "dateCreated": spelled_out(row.created_at),
        "dateModified": spelled_out(row.modified_at),
        "link": base_url + _path(row, user),
        "cover": {
            "thumbnail": addresses.thumbnail(cover, "thul", base_url) if cover else "",
            "thumbnails": [addresses.thumbnail(media, "thul", base_url) for media in pictures],
            "large": addresses.thumbnail(cover, "webimage", base_url) if cover else "",
        },
        **({"thumbnail": addresses.thumbnail(cover, "thul", base_url)} if cover else {}),
    }


def changes(parameters: Parameters, media: models.QuerySet[Media]) -> dict[str, Any]:
    """What a request to modify a collection asks for; its thumbnail is one of `media`."""
    details: dict[str, Any] = {
        name: parameters.text(name) for name in ("name", "description") if parameters.sent(name)
    }
    if "isPublic" in parameters:
        details["is_public"] = parameters.boolean("isPublic")
    if "thumbnailAssetId" in parameters:
        identifier = parse(parameters.text("thumbnailAssetId"))
        details["thumbnail"] = media.filter(uuid=identifier).first() if identifier else None
        if details["thumbnail"] is None:
            raise InvalidField("thumbnailAssetId", "There is no such asset.")
    return details


def share(parameters: Parameters, base_url: str) -> dict[str, Any]:
    """What a request to share a collection asks for, as arguments of the rule."""
    level = _LEVELS.get(parameters.text("collectionOptions", "view").lower())
    if level is None:
        raise InvalidField("collectionOptions", "Send view, readOnly, readAccess or edit.")
    terms = Terms(
        level=level,
        login_required=parameters.boolean("loginRequired", default=True),
        starts_at=parameters.moment("dateStart"),
        ends_at=parameters.moment("dateEnd"),
    )
    mail = Mail(base_url, parameters.text("message")) if parameters.boolean("sendMail") else None
    return {
        "terms": terms,
        "recipients": parameters.list("recipients"),
        "groups": _principals(Group, parameters, "groups"),
        "profiles": _principals(PermissionProfile, parameters, "profiles"),
        "mail": mail,
    }


def _path(row: Any, user: User) -> str:
    if row.share_link and row.owner_id == user.pk:
        return reverse("share", args=[row.share_link])
    return reverse("collection", args=[row.api_id])


def _principals(model: type[Principal], parameters: Parameters, name: str) -> list[Principal]:
    identifiers = {parse(text) for text in parameters.list(name)}
    found = list(model._default_manager.filter(pk__in=identifiers - {None}))
    if len(found) != len(identifiers):
        raise InvalidField(name, "One of them doesn't exist.")
    return found
