from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from portal.visible_text import validate_visible


class Category(models.TextChoices):
    """What kind of product an integration connects."""

    PIM = "pim", "Product information"
    CMS = "cms", "Content management"
    COMMERCE = "commerce", "E-commerce"
    CREATIVE = "creative", "Creative tools"
    STOCK = "stock", "Stock libraries"
    MARKETING = "marketing", "Marketing automation"
    PRODUCTIVITY = "productivity", "Work management"
    SOCIAL = "social", "Social media"
    PLATFORM = "platform", "Integration platforms"


class IntegrationQuerySet(models.QuerySet["Integration"]):
    """Named questions to the catalog."""

    def choices(self) -> IntegrationQuerySet:
        """What a new token can be for."""
        return self.filter(is_active=True).order_by(Lower("name"))


class Integration(models.Model):
    """An entry of the catalog. A retired one stays on its tokens and leaves the dropdown."""

    name = models.CharField(max_length=80, validators=[validate_visible])
    vendor = models.CharField(max_length=80, validators=[validate_visible])
    category = models.CharField(max_length=16, choices=Category)
    is_active = models.BooleanField("active", default=True)

    objects = IntegrationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="integration_name_unique",
                violation_error_message="The catalog has an integration with this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
