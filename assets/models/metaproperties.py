from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat, Lower

from accounts.models import LANGUAGES, User
from accounts.permissions import Permission
from portal.visible_text import validate_line, validate_lines, validate_translations

from .access_rights import AccessRight
from .identified import Identified, IdentifiedManager, IdentifiedQuerySet

# It becomes a part of `property_<name>`, on the wire and in URLs.
valid_name = RegexValidator(r"^[A-Za-z0-9_]+\Z", "Use letters, digits and underscores only.")


FIELD_PREFIX = "metaproperty."  # see `Metaproperty.field_name`


class MetapropertyType(models.TextChoices):
    """The vendor's names of types."""

    SELECT = "select", "Select"
    SELECT2 = "select2", "Select with search"
    AUTOCOMPLETE = "autocomplete", "Autocomplete"
    BUTTON = "button", "Buttons"
    SIDEBAR = "sidebar", "Sidebar"
    TEXT = "text", "Text"
    LONGTEXT = "longtext", "Long text"
    DATE = "date", "Date"
    NUMBER = "number", "Number"


WRITTEN_TYPES = frozenset(
    {MetapropertyType.TEXT, MetapropertyType.LONGTEXT, MetapropertyType.DATE, MetapropertyType.NUMBER}
)


class MetapropertyQuerySet(IdentifiedQuerySet["Metaproperty"]):
    """Named questions to the metaproperties."""

    def visible_to(self, user: User) -> MetapropertyQuerySet:
        """Metaproperties that aren't hidden from `user`; whoever manages them sees all."""
        if user.has_perm(Permission.MANAGE_METAPROPERTIES):
            return self
        return self.exclude(Exists(AccessRight.objects.of(user).filter(metaproperty=OuterRef("pk"))))

    def with_uses_dependencies(self) -> MetapropertyQuerySet:
        """Each with `uses_dependencies`: whether it, or one of its options, depends on others."""
        links = Metaproperty.dependencies.through.objects.filter(from_metaproperty=OuterRef("pk"))
        of_options = OptionDependency.objects.filter(option__metaproperty=OuterRef("pk"))
        return self.annotate(uses_dependencies=Exists(links) | Exists(of_options))


class MetapropertyManager(IdentifiedManager.from_queryset(MetapropertyQuerySet)):
    """The manager of metaproperties."""


class Metaproperty(Identified):
    """A question that is asked of every asset. Its answers are options, or are written."""

    name = models.CharField(max_length=60, validators=[valid_name])
    label = models.CharField(max_length=120, validators=[validate_line])
    labels = models.JSONField(default=dict, blank=True, validators=[validate_translations])
    type = models.CharField(max_length=16, choices=MetapropertyType)
    position = models.IntegerField(default=0)
    is_multiselect = models.BooleanField(default=False)
    is_multifilter = models.BooleanField(default=False)
    is_required = models.BooleanField(default=False)
    is_main_filter = models.BooleanField(default=False)
    is_filterable = models.BooleanField(default=False)
    is_api_field = models.BooleanField(default=True)
    is_display_field = models.BooleanField(default=True)
    is_drilldown = models.BooleanField(default=False)
    is_editable = models.BooleanField(default=True)
    show_in_list_view = models.BooleanField(default=True)
    show_in_grid_view = models.BooleanField(default=False)
    show_in_duplicate_view = models.BooleanField(default=False)
    dependencies = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="dependents")

    objects = MetapropertyManager()

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"), name="metaproperty_name_unique",
                violation_error_message="Another metaproperty has this name.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label

    @property
    def has_options(self) -> bool:
        """Whether its answers are options, as opposed to written ones."""
        return self.type not in WRITTEN_TYPES

    @property
    def field_name(self) -> str:
        """What forms and requests call the answer to it: `metaproperty.<id>`, as the vendor does."""
        return f"{FIELD_PREFIX}{self.api_id}"


class OptionQuerySet(IdentifiedQuerySet["Option"]):
    """Named questions to the options."""

    def visible_to(self, user: User) -> OptionQuerySet:
        """Options that `user` may know of; whoever manages metaproperties sees all.

        A restricted one needs a right to it, and its metaproperty must not be hidden.
        """
        if user.has_perm(Permission.MANAGE_METAPROPERTIES):
            return self
        rights = AccessRight.objects.of(user)
        return self.filter(
            Q(is_restricted=False) | Exists(rights.filter(option=OuterRef("pk"))),
            ~Exists(rights.filter(metaproperty=OuterRef("metaproperty"))),
        )

    def known_by(self, text: str) -> OptionQuerySet:
        """Options with the text in their label or name: people know them by either."""
        return self.filter(Q(label__icontains=text) | Q(name__icontains=text))

    def with_called(self) -> OptionQuerySet:
        """Each with `called`: its label, or its name if others of these share or are named the label.

        Others of its metaproperty. Takes time in proportion to the number of options, not to its square.
        """
        rows = self.annotate(lower_label=_within("label"), lower_name=_within("name"))
        shared = rows.values("lower_label").annotate(number=Count("pk")).filter(number__gt=1)
        names = rows.exclude(lower_name=F("lower_label"))
        other = Q(lower_label__in=shared.values("lower_label")) | Q(
            lower_label__in=names.values("lower_name")
        )
        own = self.alias(lower_label=_within("label"))
        return own.annotate(called=Case(When(other, then="name"), default="label"))


def _within(field: str) -> Concat:
    """An option's text in lower case, with what tells it from the same text in another metaproperty."""
    return Concat(Cast("metaproperty_id", models.CharField()), Value(" "), Lower(field))


class OptionManager(IdentifiedManager.from_queryset(OptionQuerySet)):
    """The manager of options."""


class Option(Identified):
    """One answer to a metaproperty."""

    metaproperty = models.ForeignKey(Metaproperty, on_delete=models.CASCADE, related_name="options")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120, validators=[validate_line])
    label = models.CharField(max_length=250, validators=[validate_line])
    labels = models.JSONField(default=dict, blank=True, validators=[validate_translations])
    description = models.TextField(blank=True, validators=[validate_lines])
    descriptions = models.JSONField(default=dict, blank=True, validators=[validate_translations])
    external_reference = models.CharField(max_length=250, blank=True, validators=[validate_line])
    position = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_selectable = models.BooleanField(default=True)
    hide_by_default = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OptionManager()

    class Meta:
        ordering: ClassVar = ["position", "name"]
        indexes: ClassVar = [
            models.Index(fields=["metaproperty", "position", "name"]),
            models.Index(fields=["external_reference"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "metaproperty", Lower("name"), name="option_name_unique",
                violation_error_message="Another option of this metaproperty has this name.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label


class DependencyGroup(Identified):
    """Dependencies of an option that belong together: with all of them chosen, the option may be chosen."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="dependency_groups")

    def __str__(self) -> str:
        return f"Group of {self.option}"


class OptionDependencyQuerySet(models.QuerySet["OptionDependency"]):
    """Named questions to the dependencies of options."""

    def visible_to(self, user: User) -> OptionDependencyQuerySet:
        """Dependencies on options that `user` may know of, of options that they may know of."""
        if user.has_perm(Permission.MANAGE_METAPROPERTIES):
            return self
        options = Option.objects.visible_to(user)
        return self.filter(
            Exists(options.filter(pk=OuterRef("option"))), Exists(options.filter(pk=OuterRef("dependency")))
        )


class OptionDependency(models.Model):
    """An option of another metaproperty on which `option` depends: beside it, `option` may be chosen.

    One that stands on its own is enough, and so is a whole group.
    """

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="dependencies")
    dependency = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="dependents")
    group = models.ForeignKey(
        DependencyGroup, on_delete=models.CASCADE, null=True, related_name="dependencies"
    )

    objects = OptionDependencyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["option", "dependency", "group"], name="option_dependency_unique_in_group"
            ),
            models.UniqueConstraint(
                fields=["option", "dependency"],
                condition=models.Q(group=None),
                name="option_dependency_unique_ungrouped",
            ),
            models.CheckConstraint(
                condition=~models.Q(option=models.F("dependency")), name="option_dependency_on_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option} → {self.dependency}"


class Smartfilter(Identified):
    """Metaproperties that are offered together for filtering."""

    labels = models.JSONField(default=dict)
    icon = models.CharField(max_length=40, blank=True)
    position = models.IntegerField(default=0)
    metaproperties = models.ManyToManyField(Metaproperty, related_name="smartfilters")

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower(KT(f"labels__{LANGUAGES[0]}")), name="smartfilter_label_unique")
        ]

    def __str__(self) -> str:
        return self.label or next(iter(self.labels.values()), self.api_id)

    @property
    def label(self) -> str:
        """The label in the portal's language; empty when there are only others."""
        return str(self.labels.get(LANGUAGES[0], ""))
