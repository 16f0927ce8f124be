"""What the endpoints of metaproperties share: who may call, and how a path's ids find what they name."""

import uuid
from collections.abc import Sequence

from accounts.models import User
from accounts.permissions import Permission
from accounts.scopes import Scope
from assets.models import Metaproperty, Option
from portal.api.access import requires
from portal.api.identifiers import parse

READ = requires(Scope.META_ASSETBANK_READ, Permission.VIEW_METAPROPERTIES)
READ_AS_MANAGER = requires(Scope.META_ASSETBANK_READ, Permission.MANAGE_METAPROPERTIES)
WRITE_AS_MANAGER = requires(Scope.META_ASSETBANK_WRITE, Permission.MANAGE_METAPROPERTIES)
WRITE = WRITE_AS_MANAGER | requires(Scope.META_ASSETBANK_WRITE, Permission.MANAGE_METADATA)


NO_METAPROPERTY = "Metaproperty not found"


def metaproperty(user: User, identifier: str, message: str = NO_METAPROPERTY) -> Metaproperty:
    """The metaproperty, if the user may know of it; Http404 with the vendor's words otherwise."""
    found: Metaproperty = Metaproperty.objects.visible_to(user).get_or_404(identifier, message)
    return found


def option(
    user: User,
    identifier: str,
    message: str = "Meta property option not found",
    *,
    of: Metaproperty | None = None,
) -> Option:
    """The option, `of` the metaproperty if one is given, if the user may know of it; Http404 otherwise."""
    rows = Option.objects.visible_to(user).select_related("metaproperty", "parent")
    found: Option = (rows.filter(metaproperty=of) if of else rows).get_or_404(identifier, message)
    return found


def options(user: User, identifiers: Sequence[str]) -> list[Option] | None:
    """The options with these ids, each once, in that order; None unless the user may know of all of them."""
    rows = Option.objects.visible_to(user).with_ids(identifiers).select_related("metaproperty")
    found: dict[uuid.UUID | None, Option] = {option.uuid: option for option in rows}
    keys = dict.fromkeys(map(parse, identifiers))
    return [found[key] for key in keys] if keys.keys() <= found.keys() else None
