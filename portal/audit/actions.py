"""The vocabulary of the audit log: every action that is ever recorded, with its label."""

from enum import StrEnum
from typing import Self


class Action(StrEnum):
    """What happened: `<subject>.<past participle>`, and the words a reader sees."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Attach the label to the stored code; the default lets `Action(code)` look one up."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    SIGNED_IN = "person.signed_in", "Signed in"
    SIGNED_OUT = "person.signed_out", "Signed out"
    SIGN_IN_FAILED = "person.sign_in_failed", "Sign-in failed"
    LOCKED_OUT = "person.locked_out", "Locked out after repeated failures"
    PASSWORD_CHANGED = "person.password_changed", "Password changed"
    USER_CREATED = "user.created", "User created"
    USER_CHANGED = "user.changed", "User changed"
    USER_DEACTIVATED = "user.deactivated", "User deactivated"
    USER_REACTIVATED = "user.reactivated", "User reactivated"
    PROFILE_CREATED = "profile.created", "Permission profile created"
    PROFILE_CHANGED = "profile.changed", "Permission profile changed"
    PROFILE_DELETED = "profile.deleted", "Permission profile deleted"
    FEATURE_ENABLED = "feature.enabled", "Feature switched on"
    FEATURE_DISABLED = "feature.disabled", "Feature switched off"
    INTEGRATION_ADDED = "integration.added", "Integration added"
    INTEGRATION_RETIRED = "integration.retired", "Integration retired"
    ASSET_PURGED = "asset.purged", "Asset deleted for good"
    COLLECTION_PUBLISHED = "collection.published", "Collection made public"
    COLLECTION_WITHDRAWN = "collection.withdrawn", "Collection made private"
    COLLECTION_SHARED = "collection.shared", "Collection shared"
    COLLECTION_UNSHARED = "collection.unshared", "Sharing of a collection ended"
    COLLECTION_DELETED = "collection.deleted", "Collection deleted"
    METAPROPERTY_CREATED = "metaproperty.created", "Metaproperty created"
    METAPROPERTY_CHANGED = "metaproperty.changed", "Metaproperty changed"
    METAPROPERTY_DELETED = "metaproperty.deleted", "Metaproperty deleted"
    OPTION_CREATED = "option.created", "Option created"
    OPTION_CHANGED = "option.changed", "Option changed"
    OPTION_DELETED = "option.deleted", "Option deleted"
    SMARTFILTER_CREATED = "smartfilter.created", "Smartfilter created"
    SMARTFILTER_CHANGED = "smartfilter.changed", "Smartfilter changed"
    SMARTFILTER_DELETED = "smartfilter.deleted", "Smartfilter deleted"
    TOKEN_CREATED = "token.created", "Token created"
    TOKEN_FIRST_USED = "token.first_used", "Token first used"
    TOKEN_USED_FROM_NEW_ADDRESS = "token.used_from_new_address", "Token used from a new address"
    TOKEN_REFUSED = "token.refused", "Token refused"
    TOKEN_EXPOSED = "token.exposed", "Token exposed"
    TOKEN_DELETED = "token.deleted", "Token deleted"
    DERIVATIVE_ADDED = "derivative.added", "Derivative added"
    DERIVATIVE_CHANGED = "derivative.changed", "Derivative changed"
    DERIVATIVE_DELETED = "derivative.deleted", "Derivative deleted"
    BRAND_ADDED = "brand.added", "Brand added"
    BRAND_CHANGED = "brand.changed", "Brand changed"
    BRAND_DELETED = "brand.deleted", "Brand deleted"
    SUB_BRAND_ADDED = "sub_brand.added", "Sub-brand added"
    SUB_BRAND_CHANGED = "sub_brand.changed", "Sub-brand changed"
    SUB_BRAND_DELETED = "sub_brand.deleted", "Sub-brand deleted"
