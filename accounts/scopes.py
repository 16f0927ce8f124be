"""The vocabulary of scopes: what a token may be used for.

All scopes of the vendor's API reference. A scope has effect for a user who holds any one of its
`any_of` permissions; with none listed it has effect for everybody.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Self

from .permissions import Permission


class ScopeGroup(StrEnum):
    """Headings under which scopes are listed."""

    ASSETS = "Assets"
    COLLECTIONS = "Collections"
    METADATA = "Metadata"
    WORKFLOW = "Workflow"
    BRANDSTORE = "Brand store"
    ANALYTICS = "Analytics"
    ANTIVIRUS = "Antivirus"
    WEBHOOKS = "Webhooks"
    CURRENT_USER = "Current user"
    ADMINISTRATION = "Administration"


class Scope(StrEnum):
    """`<resource>:<access>` with its group, the resource's label, and what it allows."""

    group: ScopeGroup
    resource_label: str
    description: str
    any_of: frozenset[Permission]

    def __new__(
        cls,
        name: str,
        group: ScopeGroup = ScopeGroup.ASSETS,
        resource_label: str = "",
        description: str = "",
        *any_of: Permission,
    ) -> Self:
        """Attach what the picker and the schema show; the defaults let `Scope(name)` look one up."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.group = group
        member.resource_label = resource_label
        member.description = description
        member.any_of = frozenset(any_of)
        return member

    @property
    def resource(self) -> str:
        """The part before the colon."""
        return self.value.partition(":")[0]

    @property
    def access(self) -> str:
        """The part after the colon: read, write or approve."""
        return self.value.partition(":")[2]

    def has_effect_for(self, permissions: frozenset[Permission]) -> bool:
        """Whether the permissions give this scope any effect."""
        return not self.any_of or not self.any_of.isdisjoint(permissions)

    ASSET_READ = (
        "asset:read", ScopeGroup.ASSETS, "Assets", "Find, view and download assets",
        Permission.VIEW_ASSETS, Permission.DOWNLOAD_ASSETS, Permission.VIEW_TRASH,
    )  # fmt: skip
    ASSET_WRITE = (
        "asset:write", ScopeGroup.ASSETS, "Assets", "Upload, change, tag and delete assets",
        Permission.EDIT_ASSETS, Permission.DELETE_ASSETS, Permission.UPLOAD_ASSETS,
        Permission.UPLOAD_FOR_APPROVAL,
    )  # fmt: skip
    ASSET_USAGE_READ = (
        "asset.usage:read", ScopeGroup.ASSETS, "Asset usage", "See where assets are used",
        Permission.VIEW_STATISTICS,
    )  # fmt: skip
    ASSET_USAGE_WRITE = (
        "asset.usage:write", ScopeGroup.ASSETS, "Asset usage", "Record where assets are used",
        Permission.VIEW_STATISTICS,
    )  # fmt: skip
    COLLECTION_READ = (
        "collection:read", ScopeGroup.COLLECTIONS, "Collections", "List collections and their assets",
        Permission.VIEW_ASSETS,
    )  # fmt: skip
    COLLECTION_WRITE = (
        "collection:write", ScopeGroup.COLLECTIONS, "Collections", "Create, change, fill, share and delete collections",
        Permission.MANAGE_COLLECTIONS, Permission.SHARE_COLLECTIONS,
    )  # fmt: skip
    META_ASSETBANK_READ = (
        "meta.assetbank:read", ScopeGroup.METADATA, "Asset metaproperties", "Read metaproperties and their options",
        Permission.VIEW_METAPROPERTIES, Permission.MANAGE_METAPROPERTIES,
    )  # fmt: skip
    META_ASSETBANK_WRITE = (
        "meta.assetbank:write", ScopeGroup.METADATA, "Asset metaproperties",
        "Create, change and delete metaproperties and their options",
        Permission.MANAGE_METAPROPERTIES, Permission.MANAGE_METADATA,
    )  # fmt: skip
    META_WORKFLOW_READ = (
        "meta.workflow:read", ScopeGroup.METADATA, "Workflow metaproperties", "Read workflow metaproperties",
        Permission.VIEW_JOBS, Permission.VIEW_CAMPAIGNS, Permission.MANAGE_WORKFLOW,
    )  # fmt: skip
    WORKFLOW_CAMPAIGN_READ = (
        "workflow.campaign:read", ScopeGroup.WORKFLOW, "Campaigns", "View campaigns",
        Permission.VIEW_CAMPAIGNS,
    )  # fmt: skip
    WORKFLOW_CAMPAIGN_WRITE = (
        "workflow.campaign:write", ScopeGroup.WORKFLOW, "Campaigns", "Create, change, close and delete campaigns",
        Permission.ADD_CAMPAIGNS, Permission.EDIT_CAMPAIGNS, Permission.DELETE_CAMPAIGNS,
    )  # fmt: skip
    WORKFLOW_GROUP_READ = (
        "workflow.group:read", ScopeGroup.WORKFLOW, "Workflow groups", "View workflow groups",
        Permission.VIEW_WORKFLOW_GROUPS, Permission.MANAGE_WORKFLOW,
    )  # fmt: skip
    WORKFLOW_GROUP_WRITE = (
        "workflow.group:write", ScopeGroup.WORKFLOW, "Workflow groups", "Create, change and delete workflow groups",
        Permission.MANAGE_WORKFLOW,
    )  # fmt: skip
    WORKFLOW_JOB_READ = (
        "workflow.job:read", ScopeGroup.WORKFLOW, "Jobs", "View jobs and their stages",
        Permission.VIEW_JOBS,
    )  # fmt: skip
    WORKFLOW_JOB_WRITE = (
        "workflow.job:write", ScopeGroup.WORKFLOW, "Jobs", "Create, change and delete jobs",
        Permission.ADD_JOBS, Permission.EDIT_JOBS, Permission.DELETE_JOBS,
    )  # fmt: skip
    WORKFLOW_JOB_APPROVE = (
        "workflow.job:approve", ScopeGroup.WORKFLOW, "Jobs", "Finish jobs",
        Permission.APPROVE_JOBS,
    )  # fmt: skip
    WORKFLOW_PRESET_READ = (
        "workflow.preset:read", ScopeGroup.WORKFLOW, "Job presets", "View job presets",
        Permission.VIEW_PRESETS,
    )  # fmt: skip
    BRANDSTORE_ORDER_READ = (
        "brandstore.order:read", ScopeGroup.BRANDSTORE, "Orders", "View orders",
        Permission.VIEW_ORDERS,
    )  # fmt: skip
    BRANDSTORE_ORDER_WRITE = (
        "brandstore.order:write", ScopeGroup.BRANDSTORE, "Orders", "Change order lines",
        Permission.EDIT_ORDERS,
    )  # fmt: skip
    ANALYTICS_READ = (
        "analytics.api:read", ScopeGroup.ANALYTICS, "Analytics", "Read analytics",
        Permission.READ_ANALYTICS,
    )  # fmt: skip
    ANTIVIRUS_AUDIT_READ = (
        "antivirus.asset.audit:read", ScopeGroup.ANTIVIRUS, "Quarantine", "View quarantined assets",
        Permission.AUDIT_QUARANTINE,
    )  # fmt: skip
    ANTIVIRUS_AUDIT_WRITE = (
        "antivirus.asset.audit:write", ScopeGroup.ANTIVIRUS, "Quarantine", "Review quarantined assets",
        Permission.AUDIT_QUARANTINE,
    )  # fmt: skip
    WEBHOOKS_READ = (
        "webhooks.config:read", ScopeGroup.WEBHOOKS, "Webhooks", "View webhook configurations",
        Permission.VIEW_WEBHOOKS, Permission.MANAGE_WEBHOOKS,
    )  # fmt: skip
    WEBHOOKS_WRITE = (
        "webhooks.config:write", ScopeGroup.WEBHOOKS, "Webhooks", "Create, change and delete webhook configurations",
        Permission.MANAGE_WEBHOOKS,
    )  # fmt: skip
    CURRENT_USER_READ = (
        "current.user:read", ScopeGroup.CURRENT_USER, "Current user", "Read the assigned user's own details",
    )  # fmt: skip
    CURRENT_PROFILE_READ = (
        "current.profile:read", ScopeGroup.CURRENT_USER, "Current profile",
        "Read the assigned user's own permission profile",
    )  # fmt: skip
    ADMIN_USER_READ = (
        "admin.user:read", ScopeGroup.ADMINISTRATION, "Users", "View users",
        Permission.MANAGE_USERS,
    )  # fmt: skip
    ADMIN_USER_WRITE = (
        "admin.user:write", ScopeGroup.ADMINISTRATION, "Users", "Create, change and deactivate users",
        Permission.MANAGE_USERS,
    )  # fmt: skip
    ADMIN_PROFILE_READ = (
        "admin.profile:read", ScopeGroup.ADMINISTRATION, "Permission profiles", "View permission profiles",
        Permission.MANAGE_PROFILES,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def parse(names: str) -> frozenset[Scope]:
    """The scopes in `names`, separated by spaces (RFC 6749 §3.3); unknown ones grant nothing."""
    known = Scope._value2member_map_
    return frozenset(Scope(name) for name in names.split(" ") if name in known)


def serialize(scopes: Iterable[Scope]) -> str:
    """The text that `parse` reads, in the vocabulary's order so that equal sets are equal texts."""
    granted = set(scopes)
    return " ".join(scope for scope in Scope if scope in granted)


def effective(scopes: Iterable[Scope], permissions: frozenset[Permission]) -> frozenset[Scope]:
    """Those of `scopes` that have any effect for a user with the permissions."""
    return frozenset(scope for scope in scopes if scope.has_effect_for(permissions))


def by_resource() -> dict[ScopeGroup, dict[str, list[Scope]]]:
    """Every scope, by group and the label of its resource, for whatever lists them."""
    groups: dict[ScopeGroup, dict[str, list[Scope]]] = {group: {} for group in ScopeGroup}
    for scope in Scope:
        groups[scope.group].setdefault(scope.resource_label, []).append(scope)
    return groups
