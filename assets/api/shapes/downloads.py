"""The shape of a download on the wire, as the schema describes it."""

from portal.api.documentation import FLAG, TEXT, Parameter, every, one_of

DOWNLOAD = every(s3_file={**TEXT, "format": "uri"}, disclaimer=TEXT)
TYPE = Parameter("type", one_of("original", "additional"), "Which file; the original unless told.")
HASH = Parameter("hash", FLAG, "Ignored: an address is good for a short time in any case.")
