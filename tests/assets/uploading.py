"""The steps of an upload, as a client makes them, for tests of what comes after."""

from assets import storage
from assets.models import Brand
from tests.assets.factories import png

CHUNK = "/api/upload/chunk/"


def form(
    fields, content, *, boundary="----x7", file_head='name="file"; filename="file"', quoted=True
) -> bytes:
    """A chunk's form as raw bytes; the file's part comes last."""
    mark = b"--" + boundary.encode() + b"\r\n"
    body = b""
    for name, value in fields.items():
        shown = f'"{name}"' if quoted else name
        body += mark + f"Content-Disposition: form-data; name={shown}\r\n\r\n{value}\r\n".encode()
    head = f"Content-Disposition: form-data; {file_head}\r\n\r\n".encode()
    return body + mark + head + content + b"\r\n--" + boundary.encode() + b"--\r\n"


def begin(api, name="harbour.png"):
    """The answer of Initialise upload."""
    response = api.post("/api/upload/init/", {"filename": name})
    assert response.status_code == 200, response.content
    return response.json()


def post_chunk(client, begun, content, number=1, path="/", **options):
    """Post a chunk as the vendor's Python SDK does."""
    fields = begun["multipart_params"] | {"key": f"{begun['s3_filename']}/p{number}", "chunk": number}
    body = form(fields, content, **options)
    return client.post(path, body, content_type="multipart/form-data; boundary=----x7")


def register(api, begun, number=1):
    return api.post("/api/v4/upload/", {"id": begun["s3file"]["uploadid"], "chunkNumber": number})


def finalise(api, begun, chunks=1, **fields):
    return api.post(f"/api/v4/upload/{begun['s3file']['uploadid']}/", {"chunks": chunks, **fields})


def upload(api, content=None, name="harbour.png", pieces=1):
    """The id of an import that is ready to be saved, or failed."""
    content = png() if content is None else content
    begun = begin(api, name)
    size = -(-len(content) // pieces) or 1
    for number in range(1, pieces + 1):
        piece = content[(number - 1) * size : number * size]
        assert post_chunk(api, begun, piece, number).status_code == 201
        assert register(api, begun, number).status_code == 202
    response = finalise(api, begun, pieces)
    assert response.status_code == 202, response.content
    return response.json()["importId"]


def save(api, import_id, **fields):
    """The response to saving as a new asset."""
    data = {"brandId": Brand.objects.first().api_id, **fields}
    return api.post(f"/api/v4/media/save/{import_id}/", data)


def stored():
    """Every file in the storage."""
    return list(storage.names())
