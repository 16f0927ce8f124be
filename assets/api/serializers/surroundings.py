"""What an entry of an asset depends on beside the asset."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from accounts.models import User
from assets.models import DerivativePreset, Metaproperty
from assets.prepared import PreparedFor


class Surroundings(NamedTuple):
    """All that entries depend on beside their assets; equal when entries of the same assets are."""

    base: str  # where addresses begin
    names: tuple[tuple[int | None, str], ...]  # as `_names_known_to` says them
    with_version: bool

    @property
    def presets(self) -> list[str]:
        """The names of the derivatives that entries show."""
        return sorted(name for key, name in self.names if key is None)

    @property
    def properties(self) -> dict[int, str]:
        """The metaproperties that the user may know of, and what they are called on the wire, if they are."""
        return {key: name for key, name in self.names if key is not None}


def of(user: User, base: str, *, with_version: bool = False) -> Surroundings:
    """What `user` sees around assets; one query. `base` is where addresses begin."""
    return Surroundings(base, tuple(_names.all(user)), with_version)


def _names_known_to(user: User) -> QuerySet:
    """Primary keys and wire names of metaproperties, and names of derivatives without a key."""
    wire_name = Case(When(is_api_field=True, then=Concat(Value("property_"), "name")), default=Value(""))
    metaproperties = Metaproperty.objects.visible_to(user).order_by().values_list("pk", wire_name)
    shown = DerivativePreset.objects.filter(Q(is_public=True) | Q(is_builtin=True))
    derivatives = shown.order_by().values_list(Value(None, IntegerField()), "name")
    names: QuerySet = metaproperties.union(derivatives, all=True)
    return names


_names = PreparedFor(_names_known_to)
