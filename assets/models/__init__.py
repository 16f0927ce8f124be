"""What the asset bank keeps, a module for each subject."""

from .access_rights import AccessLevel, AccessRight, PrincipalType
from .brands import Brand, SubBrand
from .collections import Collection, CollectionMedia, CollectionShare, ShareLevel
from .derivatives import Derivative, DerivativePreset, DerivativeState
from .history import Change, HistoryEntry
from .items import ItemKind, MediaItem
from .media import Media, MediaOption, MediaText, MediaType, Orientation, Tag
from .metaproperties import (
    DependencyGroup,
    Metaproperty,
    MetapropertyType,
    Option,
    OptionDependency,
    Smartfilter,
)
from .uploads import Chunk, Upload, UploadState
from .usage import Usage, UsageIntegration

__all__ = [
    "AccessLevel", "AccessRight", "Brand", "Change", "Chunk", "Collection", "CollectionMedia",
    "CollectionShare", "DependencyGroup", "Derivative", "DerivativePreset", "DerivativeState",
    "HistoryEntry", "ItemKind", "Media", "MediaItem", "MediaOption", "MediaText", "MediaType",
    "Metaproperty", "MetapropertyType", "Option", "OptionDependency", "Orientation", "PrincipalType",
    "ShareLevel", "Smartfilter", "SubBrand", "Tag", "Upload", "UploadState", "Usage", "UsageIntegration",
]  # fmt: skip
