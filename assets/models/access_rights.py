from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User

from .identified import Identified, IdentifiedManager, IdentifiedQuerySet


class PrincipalType(models.TextChoices):
    """Whom an access right is given to."""

    USER = "user", "User"
    GROUP = "group", "Group"
    PROFILE = "profile", "Permission profile"


class AccessLevel(models.TextChoices):
    """What an access right does: the vendor hides metaproperties from people, and shows them options."""

    HIDE = "metaproperty.hide", "Doesn't see the metaproperty"
    VIEW = "view", "Sees the option"


class AccessRightQuerySet(IdentifiedQuerySet["AccessRight"]):
    """Named questions to the access rights."""

    def of(self, user: User) -> AccessRightQuerySet:
        """Those of the user, of their profile and of their groups."""
        groups = user.groups.values("pk")
        return self.filter(Q(principal_id__in=[user.pk, user.profile_id]) | Q(principal_id__in=groups))


class AccessRightManager(IdentifiedManager.from_queryset(AccessRightQuerySet)):
    """The manager of access rights."""


class AccessRight(Identified):
    """Somebody from whom a metaproperty is hidden, or who sees an option that is restricted."""

    metaproperty = models.ForeignKey(
        "Metaproperty", on_delete=models.CASCADE, null=True, related_name="access_rights"
    )
    option = models.ForeignKey("Option", on_delete=models.CASCADE, null=True, related_name="access_rights")
    principal_type = models.CharField(max_length=8, choices=PrincipalType)
    principal_id = models.UUIDField()
    level = models.CharField(max_length=20, choices=AccessLevel, default=AccessLevel.VIEW)

    objects = AccessRightManager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["principal_id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(metaproperty__isnull=True) ^ models.Q(option__isnull=True),
                name="access_right_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["metaproperty", "principal_type", "principal_id"],
                name="access_right_metaproperty_unique",
            ),
            models.UniqueConstraint(
                fields=["option", "principal_type", "principal_id"], name="access_right_option_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal_type} {self.principal_id}: {self.level}"
