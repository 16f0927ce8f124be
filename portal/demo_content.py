"""Who and what the demo portal has. People and company are invented, as `acme.example` shows."""

import unicodedata
from typing import NamedTuple

from accounts.permissions import DEFAULT_PROFILES, Permission
from accounts.scopes import Scope

SEED = 2026


class Person(NamedTuple):
    """A user of the demo."""

    first_name: str
    infix: str
    last_name: str
    job: str
    department: str
    profile: str
    short_name: str = ""

    @property
    def username(self) -> str:
        """The short name, or first and last name in plain letters."""
        words = f"{self.first_name}.{self.last_name}".lower().replace("'", "")
        plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
        return self.short_name or plain

    @property
    def email(self) -> str:
        """An address that no mail can reach (RFC 2606)."""
        return f"{self.username}@acme.example"


class Token(NamedTuple):
    """A token of the demo; `integration` is a name of the catalog, or else Other."""

    description: str
    integration: str
    username: str
    scopes: tuple[Scope, ...]
    days_old: int
    uses_per_day: int = 0
    exposed_days_ago: int = 0
    deleted_days_ago: int = 0
    replaces: str = ""
    created_by: str = "admin"


PROFILES: dict[str, frozenset[Permission]] = {
    **DEFAULT_PROFILES,
    "Metadata manager": frozenset(
        {
            Permission.VIEW_ASSETS,
            Permission.EDIT_ASSETS,
            Permission.MANAGE_METAPROPERTIES,
            Permission.MANAGE_METADATA,
        }
    ),
    "Integration": frozenset(
        {
            Permission.VIEW_ASSETS,
            Permission.DOWNLOAD_ASSETS,
            Permission.UPLOAD_ASSETS,
            Permission.EDIT_ASSETS,
            Permission.VIEW_METAPROPERTIES,
            Permission.MANAGE_COLLECTIONS,
        }
    ),
    "Agency": frozenset(
        {
            Permission.VIEW_ASSETS,
            Permission.DOWNLOAD_ASSETS,
            Permission.UPLOAD_FOR_APPROVAL,
            Permission.VIEW_METAPROPERTIES,
            Permission.VIEW_PUBLIC_COLLECTIONS,
        }
    ),
}

GROUPS = ("Brand", "Product", "Marketing", "Sales", "Agency", "IT")
_A, _R, _L, _M, _I, _X = (
    "Administrator", "Regular user", "Light user", "Metadata manager", "Integration", "Agency",
)  # fmt: skip

PEOPLE = (
    Person("Ada", "", "Osei", "Brand operations lead", "Brand", _A, "admin"),
    Person("Luca", "", "Ferri", "Solution architect", "IT", _A),
    Person("Noor", "", "Haddad", "Taxonomist", "Product", _M),
    Person("Mei", "", "Tanaka", "Product data manager", "Product", _M),
    Person("Product", "", "Data Hub", "Service account", "IT", _M, "pim-service"),
    Person("Stock", "", "Importer", "Service account", "IT", _I, "stock-service"),
    Person("Website", "", "Service", "Service account", "IT", _I, "website-service"),
    Person("Jens", "", "Lindqvist", "Art director", "Brand", _R),
    Person("Sofia", "", "Almeida", "Photographer", "Brand", _R),
    Person("Pieter", "van der", "Berg", "Campaign manager", "Marketing", _R),
    Person("Amara", "", "Nwosu", "Social media manager", "Marketing", _R),
    Person("Élodie", "", "Martin", "Copywriter", "Marketing", _R),
    Person("Tomáš", "", "Novák", "Packaging designer", "Product", _R),
    Person("Priya", "", "Raman", "E-commerce manager", "Sales", _R),
    Person("Diego", "", "Fuentes", "Video editor", "Brand", _R),
    Person("Hanna", "", "Kowalska", "Event manager", "Marketing", _R),
    Person("Yusuf", "", "Demir", "Account manager", "Sales", _L),
    Person("Grace", "", "O'Connor", "Sales representative", "Sales", _L),
    Person("Kaito", "", "Mori", "Sales representative", "Sales", _L),
    Person("Ingrid", "", "Solberg", "Retail partner", "Sales", _L),
    Person("Malik", "", "Johnson", "Agency producer", "Agency", _X),
    Person("Chiara", "", "Conti", "Agency designer", "Agency", _X),
    Person("Old", "", "Importer", "Service account", "IT", _I, "old-importer"),
    Person("Wei", "", "Zhang", "Retoucher", "Agency", _X),
    Person("Fatima", "", "El Amrani", "Intern", "Marketing", _L, "fatima"),
)  # fmt: skip
INACTIVE = {"old-importer": 40, "fatima": 12}  # by username: days since they were deactivated
DAYS_OLD = 420  # of the portal

_READ = (Scope.ASSET_READ, Scope.META_ASSETBANK_READ)
TOKENS = (
    Token("Product data sync, first version", "Akeneo", "pim-service", _READ, 380, 20, deleted_days_ago=200),
    Token("Product data sync", "Akeneo", "pim-service", (*_READ, Scope.META_ASSETBANK_WRITE), 207, 400,
          replaces="Product data sync, first version"),
    Token("Purchased stock images", "Shutterstock", "stock-service", (Scope.ASSET_READ, Scope.ASSET_WRITE), 310, 60),
    Token("Image picker of the website", "Wagtail", "website-service", (*_READ, Scope.COLLECTION_READ), 290, 900),
    Token("Image picker of the website, 2027", "Wagtail", "website-service", (*_READ, Scope.COLLECTION_READ), 4,
          replaces="Image picker of the website"),
    Token("Shop product images", "Shopify", "website-service", (Scope.ASSET_READ, Scope.ASSET_USAGE_WRITE), 160, 250),
    Token("Nightly export of users", "HR directory sync", "luca.ferri",
          (Scope.ADMIN_USER_READ, Scope.ADMIN_PROFILE_READ), 120, 2, created_by="luca.ferri"),
    Token("Social publishing", "Hootsuite", "amara.nwosu", (Scope.ASSET_READ, Scope.COLLECTION_WRITE), 95, 30),
    Token("Partner portal", "Contentful", "ingrid.solberg", (Scope.ASSET_READ, Scope.ASSET_WRITE), 75, 12),
    Token("Old importer of the agency", "FTP import", "old-importer", (Scope.ASSET_READ, Scope.ASSET_WRITE), 400, 5),
    Token("Campaign microsite", "Storyblok", "pieter.berg", (Scope.ASSET_READ,), 33, 80, exposed_days_ago=2),
    Token("Design plug-in pilot", "Figma", "jens.lindqvist", (Scope.ASSET_READ, Scope.COLLECTION_READ), 19,
          created_by="luca.ferri"),
    Token("Who am I check", "Uptime monitor", "website-service", (Scope.CURRENT_USER_READ,), 150, 1400,
          created_by="luca.ferri"),
)  # fmt: skip
