from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower

from assets import storage

from .identified import Identified
from .media import Media

valid_prefix = RegexValidator(r"^[A-Za-z0-9_]+\Z", "Use letters, digits and underscores only.")


class DerivativePreset(Identified):
    """A size in which every image is offered. The vendor calls its name the prefix."""

    name = models.CharField(max_length=40, validators=[valid_prefix])
    width = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    height = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    dpi = models.IntegerField(default=-1)  # as in the original
    is_public = models.BooleanField(default=True)
    is_crop = models.BooleanField(default=False)  # fill the box and cut what sticks out
    is_extent = models.BooleanField(default=False)  # fit into the box and fill the rest with white
    is_on_the_fly = models.BooleanField(default=False)
    is_builtin = models.BooleanField(default=False)  # clients rely on it: it can't be deleted

    class Meta:
        ordering: ClassVar = ["width", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"), name="preset_name_unique",
                violation_error_message="Another derivative has this name.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class DerivativeState(models.TextChoices):
    """How far a derivative is."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Derivative(models.Model):
    """An asset's current file in the size of a preset."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="derivatives")
    preset = models.ForeignKey(DerivativePreset, on_delete=models.CASCADE, related_name="+")
    id_hash = models.CharField(max_length=16)  # of the file that it was made from
    state = models.CharField(max_length=8, choices=DerivativeState, default=DerivativeState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(storage=storage.files, max_length=200, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["media", "preset"], name="derivative_once_per_preset"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="derivative_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.preset} of {self.media}"
