"""The shapes of asset usage on the wire, as the schema describes them."""

from portal.api.documentation import TEXT, Parameter, every, listed, some

_REPORT = {"asset_id": TEXT, "uri": TEXT, "additional": TEXT}
USAGE = every(id=TEXT, timestamp=TEXT, integration=every(id=TEXT, description=TEXT), **_REPORT)
USAGES = listed(USAGE)
SYNCED = every(
    accepted=listed(every(**_REPORT)),
    new=USAGES,
    rejected=listed(every(asset_id=TEXT, uri=TEXT, reason=TEXT)),
    removed=listed(every(asset_id=TEXT, uri=TEXT)),
)
NEW = some("integration_id", "asset_id", integration_id=TEXT, timestamp=TEXT, **_REPORT)
SYNC = some(
    "integration_id",
    integration_id=TEXT,
    uris=listed(TEXT),
    usages=listed(some("asset_id", **_REPORT)),
)

ASSET = Parameter("asset_id", TEXT, "The asset.")
INTEGRATION = Parameter("integration_id", TEXT, "The integration.")
URI = Parameter("uri", TEXT, "Where it is used; every place, unless given.")
