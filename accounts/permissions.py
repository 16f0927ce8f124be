"""The vocabulary of permissions: what a permission profile can grant.

The codes are the vendor's (its API reference calls them security roles), quirks of spelling
included, except for the portal's own, which start with `portal.`.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Self

from django.core.exceptions import PermissionDenied

from portal.audit.record import Actor


class PermissionGroup(StrEnum):
    """Headings under which the permission page lists permissions."""

    ASSETS = "Assets"
    COLLECTIONS = "Collections"
    METADATA = "Metadata"
    WORKFLOW = "Workflow"
    BRANDSTORE = "Brand store"
    INSIGHT = "Insight and security"
    ADMINISTRATION = "Administration"


class Permission(StrEnum):
    """A right that a profile grants: code, label, group, and the permissions it depends on."""

    label: str
    group: PermissionGroup
    needs: tuple[str, ...]

    def __new__(
        cls, code: str, label: str = "", group: PermissionGroup = PermissionGroup.ASSETS, *needs: str
    ) -> Self:
        """Attach label, group and dependencies to the code; the defaults let `Permission(code)` look one up."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.group = group
        member.needs = needs
        return member

    VIEW_ASSETS = "MEDIAOVERVIEW", "View assets", PermissionGroup.ASSETS
    DOWNLOAD_ASSETS = "MEDIAHIGHRES", "Download original assets", PermissionGroup.ASSETS, VIEW_ASSETS[0]
    UPLOAD_ASSETS = "MEDIAUPLOAD", "Upload assets", PermissionGroup.ASSETS, VIEW_ASSETS[0]
    UPLOAD_FOR_APPROVAL = (
        "MEDIAUPLOADFORAPPROVAL", "Upload assets for approval", PermissionGroup.ASSETS, VIEW_ASSETS[0],
    )  # fmt: skip
    EDIT_ASSETS = "MEDIAEDIT", "Edit assets", PermissionGroup.ASSETS, VIEW_ASSETS[0]
    DELETE_ASSETS = "MEDIAREMOVE", "Delete assets", PermissionGroup.ASSETS, EDIT_ASSETS[0]
    MARK_PUBLIC = "MARKPUBLIC", "Mark assets as public", PermissionGroup.ASSETS, EDIT_ASSETS[0]
    VIEW_ARCHIVED = "ARCHIVEMEDIA", "View archived assets", PermissionGroup.ASSETS, VIEW_ASSETS[0]
    DOWNLOAD_ARCHIVED = (
        "ARCHIVEDOWNLOAD", "Download archived assets", PermissionGroup.ASSETS, VIEW_ARCHIVED[0],
    )  # fmt: skip
    DOWNLOAD_WATERMARKED = (
        "DOWNLOADWATERMARK", "Download watermarked assets unmarked", PermissionGroup.ASSETS, DOWNLOAD_ASSETS[0],
    )  # fmt: skip
    VIEW_EMBARGOED = "EMARGOMEDIA", "View embargoed assets", PermissionGroup.ASSETS, VIEW_ASSETS[0]
    VIEW_LIMITED = "KEYVISUALDOWNLOAD", "View limited-use assets", PermissionGroup.ASSETS, VIEW_ASSETS[0]
    DOWNLOAD_LIMITED = (
        "KEYVISUALSDOWNLOAD", "Download limited-use assets", PermissionGroup.ASSETS, VIEW_LIMITED[0],
    )  # fmt: skip
    VIEW_TRASH = "trash.assets", "View the trash", PermissionGroup.ASSETS, VIEW_ASSETS[0]
    VIEW_STATISTICS = "STATISTICS", "View asset statistics", PermissionGroup.INSIGHT, VIEW_ASSETS[0]

    MANAGE_COLLECTIONS = (
        "COLLECTIONS",
        "Create and edit collections",
        PermissionGroup.COLLECTIONS,
        VIEW_ASSETS[0],
    )
    SHARE_COLLECTIONS = (
        "SHARECOLLECTION", "Share collections", PermissionGroup.COLLECTIONS, MANAGE_COLLECTIONS[0],
    )  # fmt: skip
    VIEW_PUBLIC_COLLECTIONS = (
        "collection.public.view", "View public collections", PermissionGroup.COLLECTIONS, VIEW_ASSETS[0],
    )  # fmt: skip
    PUBLISH_COLLECTIONS = (
        "PUBLISHCOLLECTIONS", "Make collections public", PermissionGroup.COLLECTIONS, MANAGE_COLLECTIONS[0],
    )  # fmt: skip

    VIEW_METAPROPERTIES = "metaproperty.view", "View metaproperties", PermissionGroup.METADATA
    MANAGE_METAPROPERTIES = (
        "METAPROPERTYMANAGEMENT", "Manage metaproperties", PermissionGroup.METADATA, VIEW_METAPROPERTIES[0],
    )  # fmt: skip
    MANAGE_METADATA = "METAMANAGEMENT", "Manage taxonomy", PermissionGroup.METADATA, VIEW_METAPROPERTIES[0]

    VIEW_CAMPAIGNS = "CAMPAIGNOVERVIEW", "View campaigns", PermissionGroup.WORKFLOW
    ADD_CAMPAIGNS = "CAMPAIGNADD", "Add campaigns", PermissionGroup.WORKFLOW, VIEW_CAMPAIGNS[0]
    EDIT_CAMPAIGNS = "CAMPAIGNEDIT", "Edit campaigns", PermissionGroup.WORKFLOW, VIEW_CAMPAIGNS[0]
    DELETE_CAMPAIGNS = "CAMPAIGNREMOVE", "Delete campaigns", PermissionGroup.WORKFLOW, EDIT_CAMPAIGNS[0]
    VIEW_JOBS = "JOBOVERVIEW", "View jobs", PermissionGroup.WORKFLOW
    ADD_JOBS = "JOBADD", "Add jobs", PermissionGroup.WORKFLOW, VIEW_JOBS[0]
    EDIT_JOBS = "JOBEDIT", "Edit jobs", PermissionGroup.WORKFLOW, VIEW_JOBS[0]
    DELETE_JOBS = "JOBREMOVE", "Delete jobs", PermissionGroup.WORKFLOW, EDIT_JOBS[0]
    APPROVE_JOBS = "JOBAPPROVE", "Approve jobs", PermissionGroup.WORKFLOW, VIEW_JOBS[0]
    VIEW_PRESETS = "PRESETOVERVIEW", "View job presets", PermissionGroup.WORKFLOW
    VIEW_WORKFLOW_GROUPS = "GROUPOVERVIEW", "View workflow groups", PermissionGroup.WORKFLOW
    MANAGE_WORKFLOW = "WORKFLOWADMIN", "Manage workflow", PermissionGroup.WORKFLOW, VIEW_WORKFLOW_GROUPS[0]

    VIEW_ORDERS = "brandstore.orderadmin.view", "View brand store orders", PermissionGroup.BRANDSTORE
    EDIT_ORDERS = (
        "brandstore.orderadmin.edit", "Edit brand store orders", PermissionGroup.BRANDSTORE, VIEW_ORDERS[0],
    )  # fmt: skip

    READ_ANALYTICS = "analytics.api:read", "Read analytics through the API", PermissionGroup.INSIGHT
    AUDIT_QUARANTINE = "Audit quarantined assets", "Audit quarantined assets", PermissionGroup.INSIGHT

    MANAGE_USERS = "USERMANAGEMENT", "Manage users", PermissionGroup.ADMINISTRATION
    MANAGE_GROUPS = "GROUPMANAGEMENT", "Manage user groups", PermissionGroup.ADMINISTRATION
    MANAGE_PROFILES = "PERMISSIONMANAGEMENT", "Manage permission profiles", PermissionGroup.ADMINISTRATION
    MANAGE_PORTAL_SETTINGS = "portal.settings", "Manage portal settings", PermissionGroup.ADMINISTRATION
    MANAGE_TOKENS = (
        "portal.permanent_tokens", "Manage Bynder permanent tokens", PermissionGroup.ADMINISTRATION,
        MANAGE_PORTAL_SETTINGS[0],
    )  # fmt: skip
    VIEW_AUDIT_LOG = (
        "portal.audit_log", "View the audit log", PermissionGroup.ADMINISTRATION, MANAGE_PORTAL_SETTINGS[0],
    )  # fmt: skip
    VIEW_WEBHOOKS = (
        "View Webhooks configurations", "View webhook configurations", PermissionGroup.ADMINISTRATION,
    )  # fmt: skip
    MANAGE_WEBHOOKS = (
        "Manage Webhooks configurations", "Manage webhook configurations", PermissionGroup.ADMINISTRATION,
        VIEW_WEBHOOKS[0],
    )  # fmt: skip


# An administrator can always find the way back: these stay with at least one active user.
ADMINISTRATION = frozenset({Permission.MANAGE_USERS, Permission.MANAGE_PROFILES})

_LIGHT = frozenset(
    {
        Permission.VIEW_ASSETS,
        Permission.VIEW_METAPROPERTIES,
        Permission.VIEW_PUBLIC_COLLECTIONS,
    }
)
_REGULAR = _LIGHT | {
    Permission.DOWNLOAD_ASSETS,
    Permission.UPLOAD_ASSETS,
    Permission.EDIT_ASSETS,
    Permission.MANAGE_COLLECTIONS,
    Permission.SHARE_COLLECTIONS,
    Permission.VIEW_CAMPAIGNS,
    Permission.VIEW_JOBS,
}
# The profiles of a new portal, by name.
DEFAULT_PROFILES: dict[str, frozenset[Permission]] = {
    "Administrator": frozenset(Permission),
    "Regular user": frozenset(_REGULAR),
    "Light user": _LIGHT,
}
DEFAULT_PROFILE = "Regular user"


@lru_cache(maxsize=1024)
def parse(codes: str) -> frozenset[Permission]:
    """The permissions in `codes`, stored as text with one code a line; unknown ones grant nothing."""
    known = Permission._value2member_map_
    return frozenset(Permission(code) for code in codes.split("\n") if code in known)


def serialize(permissions: Iterable[Permission]) -> str:
    """The text that `parse` reads, in the vocabulary's order so that equal sets are equal texts."""
    granted = set(permissions)
    return "\n".join(permission for permission in Permission if permission in granted)


def with_needs(permissions: Iterable[Permission]) -> frozenset[Permission]:
    """The permissions and all that they depend on."""
    result: set[Permission] = set()
    pending = list(permissions)
    while pending:
        permission = pending.pop()
        if permission not in result:
            result.add(permission)
            pending.extend(Permission(code) for code in permission.needs)
    return frozenset(result)


def require(by: Actor, permission: Permission, what: str = "This") -> None:
    """PermissionDenied when `by` doesn't have the permission that `what` needs."""
    if not by.has_perm(permission):
        raise PermissionDenied(refusal(permission, what))


def refusal(permission: Permission, what: str = "This") -> str:
    """Why somebody without the permission is refused `what`, in words."""
    return f"{what} needs the permission “{permission.label}”."
