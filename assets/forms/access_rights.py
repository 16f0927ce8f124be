"""Users, groups and profiles, as the pages of access rights ask for them."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.forms import PROFILES
from accounts.models import Group, User
from assets.access_rights import Principal
from assets.models import PrincipalType
from portal.pages.forms import RefusableForm


class PrincipalsForm(RefusableForm):
    """Whom rights are given to."""

    profiles = forms.ModelMultipleChoiceField(
        PROFILES, required=False, widget=forms.CheckboxSelectMultiple, label="Permission profiles"
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"), required=False, widget=forms.CheckboxSelectMultiple
    )
    users = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="User names or e-mail addresses, separated by commas or line ends.",
    )

    def clean_users(self) -> list[User]:
        """The users that are meant; a ValidationError names those that don't exist."""
        parts = re.split(r"[,;\n]", self.cleaned_data["users"].lower())
        words = set(filter(None, map(str.strip, parts)))
        rows = User.objects.alias(name=Lower("username"), address=Lower("email"))
        found = list(rows.filter(Q(name__in=words) | Q(address__in=words)))
        if unknown := words - {key.lower() for user in found for key in (user.username, user.email)}:
            message = f"There is nobody with the user name or e-mail address {', '.join(sorted(unknown))}."
            raise ValidationError(message)
        return found

    def principals(self) -> list[Principal]:
        """Whom the form names."""
        cleaned = self.cleaned_data
        return [
            *(Principal(PrincipalType.PROFILE, found.pk, found.name) for found in cleaned["profiles"]),
            *(Principal(PrincipalType.GROUP, found.pk, found.name) for found in cleaned["groups"]),
            *(Principal(PrincipalType.USER, found.pk, found.full_name) for found in cleaned["users"]),
        ]

    @staticmethod
    def initial_of(principals: Iterable[Principal]) -> dict[str, Any]:
        """What the form shows for these."""
        ids: dict[str, list[Any]] = {kind: [] for kind in PrincipalType}
        for found in principals:
            ids[found.type].append(found.email if found.type == PrincipalType.USER else found.id)
        return {
            "profiles": ids[PrincipalType.PROFILE],
            "groups": ids[PrincipalType.GROUP],
            "users": "\n".join(sorted(ids[PrincipalType.USER])),
        }


class OptionAccessForm(PrincipalsForm):
    """Whether an option is restricted, and who sees it then."""

    is_restricted = forms.BooleanField(
        label="Restricted",
        required=False,
        help_text="Only those named below see the option and the assets that have it. "
        "Whoever manages metaproperties sees the option, too.",
    )
