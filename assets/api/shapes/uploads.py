"""The shapes of uploads on the wire, as the schema describes them."""

from portal.api.documentation import FLAG, NUMBER, TEXT, Parameter, every, listed, one_of, some

ENDPOINT = TEXT
NEW_UPLOAD = some("filename", filename=TEXT)
BEGUN = every(
    s3file=every(uploadid=TEXT, targetid=TEXT),
    s3_filename=TEXT,
    target_key=TEXT,
    multipart_params=every(
        **dict.fromkeys(
            (
                "acl", "success_action_status", "Content-Type", "key", "Policy", "X-Amz-Signature",
                "x-amz-credential", "x-amz-algorithm", "x-amz-date",
            ),
            TEXT,
        )
    ),
)  # fmt: skip

CHUNK = some(
    "key", "Policy", "X-Amz-Signature", "x-amz-credential", "x-amz-date", "acl", "file",
    **dict.fromkeys(("key", "Policy", "X-Amz-Signature", "x-amz-credential", "x-amz-date", "acl"), TEXT),
    file={**TEXT, "format": "binary"},
)  # fmt: skip
_UNLESS_IN_PATH = {**TEXT, "description": "Unless it is in the path."}
_END = {
    "chunks": {**NUMBER, "description": "Finalises the upload of at least so many chunks."},
    "original_filename": TEXT,
}
CHUNK_OR_END = some(
    id=_UNLESS_IN_PATH, chunkNumber={**NUMBER, "description": "Registers this chunk."}, **_END
)
REGISTERED = every(status=one_of("ok"))
FINALISED = every(
    importId=TEXT,
    batchId=TEXT,
    file=every(bucket=TEXT, path=TEXT, type=one_of("s3")),
    filename=TEXT,
    output=TEXT,
    locationType=one_of("s3"),
    success=one_of(1),
)
REGISTERED_OR_FINALISED = {"anyOf": [REGISTERED, FINALISED]}
ITEMS = Parameter("items", TEXT, "Ids of imports, separated by commas.")
POLLED = every(itemsDone=listed(TEXT), itemsFailed=listed(TEXT), itemsRejected=listed(TEXT))

_MOMENT = {**TEXT, "format": "date-time"}
_DETAILS = {
    **dict.fromkeys(("name", "description", "copyright"), TEXT),
    "tags": {**TEXT, "description": "Separated by commas, or repeated."},
    "metaproperty.<id>": {**TEXT, "description": "Ids of options, separated by commas, or what is written."},
    "ISOPublicationDate": _MOMENT,
    "archiveDate": _MOMENT,
    "watermarkDate": _MOMENT,
    "isPublic": FLAG,
    "audit": {**FLAG, "description": "Send the asset to the waiting room."},
    "accessRequestId": TEXT,
    "crc32": {"type": "integer", "description": "CRC-32 of the file, to be compared."},
}
NEW_ASSET = some(
    "brandId",
    brandId=TEXT,
    importId=_UNLESS_IN_PATH,
    id={**TEXT, "description": "An asset, of which it is to be the new version; then nothing else counts."},
    **_DETAILS,
)
NEW_VERSION = some(importId=_UNLESS_IN_PATH, crc32=_DETAILS["crc32"])
NEW_FILE = some("chunks", uploadId=_UNLESS_IN_PATH, **_END)
SAVED = some(
    *("mediaid", "batchId", "success", "mediaitems"),
    accessRequestId=TEXT,
    mediaid=TEXT,
    batchId=TEXT,
    success=FLAG,
    mediaitems=listed(every(original=TEXT, destination=TEXT)),
)
ADDED = every(itemId=TEXT, mediaid=TEXT, batchId=TEXT, success=FLAG)

PREPARED = every(file_id=TEXT)
FILE = some(
    "fileName", "fileSize", "chunksCount", fileName=TEXT, fileSize=NUMBER, chunksCount=NUMBER, sha256=TEXT
)
BINARY = {**TEXT, "format": "binary"}
