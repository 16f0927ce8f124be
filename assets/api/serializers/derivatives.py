"""Derivative presets on the wire: the vendor's names, flags as 0 and 1."""

from typing import Any

from assets.models import DerivativePreset


def derivative(preset: DerivativePreset) -> dict[str, Any]:
    """The preset as `/api/v4/account/derivatives/` shows it. Every type of file is allowed."""
    return {
        "prefix": preset.name,
        "width": preset.width,
        "height": preset.height,
        "dpi": preset.dpi,
        "isPublic": int(preset.is_public),
        "isCrop": int(preset.is_crop),
        "isExtent": int(preset.is_extent),
        "isOnTheFly": int(preset.is_on_the_fly),
        "allowedTypes": "",
    }


def preset(preset: DerivativePreset) -> dict[str, Any]:
    """The preset as `/api/1/derivative-presets/` shows it."""
    return {"id": preset.rfc_id, **derivative(preset)}
