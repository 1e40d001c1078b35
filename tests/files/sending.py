"""Sends forms with files as a browser does, whole in memory."""

from collections.abc import Mapping
from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, stream_encode_multipart


def post_files(
    client: FlaskClient, address: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]
) -> TestResponse:
    """Send fields and files, each with its name and content; a MultiDict has several for one field."""
    sent: MultiDict[str, object] = MultiDict(fields)
    pairs = files.items(multi=True) if isinstance(files, MultiDict) else files.items()
    for name, (called, content) in pairs:
        sent.add(name, FileStorage(BytesIO(content), called))
    # The test client would leave a temporary file open.
    stream, length, boundary = stream_encode_multipart(sent, use_tempfile=False)
    return client.post(
        address, input_stream=stream, content_length=length, content_type=f'multipart/form-data; boundary="{boundary}"'
    )
