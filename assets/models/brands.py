from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from portal.visible_text import validate_line, validate_lines

from .identified import Identified


class Brand(Identified):
    """What assets belong to. A portal has at least one, or nothing could be uploaded."""

    name = models.CharField(max_length=80, validators=[validate_line])
    description = models.CharField(max_length=500, blank=True, validators=[validate_lines])
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="brand_name_unique",
                violation_error_message="Another brand has this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SubBrand(Identified):
    """A part of a brand."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="sub_brands")
    name = models.CharField(max_length=80, validators=[validate_line])
    description = models.CharField(max_length=500, blank=True, validators=[validate_lines])
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "brand", Lower("name"), name="sub_brand_name_unique",
                violation_error_message="Another sub-brand of this brand has this name.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.brand.name} › {self.name}"
