"""The shapes of a token on the wire, as the schema describes them."""

from portal.api.documentation import TEXT, Parameter, every, listed

CURRENT_TOKEN = every(
    keyId=TEXT,
    user=every(id=TEXT, username=TEXT, email=TEXT),
    scopes=listed(TEXT),
    effectiveScopes=listed(TEXT),
    permissions=listed(TEXT),
    operations=listed(every(method=TEXT, path=TEXT, name=TEXT)),
)
REQUIRE = Parameter("require", TEXT, "Scopes, separated by commas, that must have effect.")
