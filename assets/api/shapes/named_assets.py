"""The assets that a request is about, on the wire: it is refused without one."""

from portal.api.documentation import TEXT, Parameter, some

_IDS = "Ids of assets, one at least: as a JSON list, or separated by commas."
ADDED = some("data", data={**TEXT, "description": _IDS})
REMOVED = Parameter("deleteIds", TEXT, _IDS)
