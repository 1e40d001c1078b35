"""Pages and files go over the line compressed, for whoever can read them so."""

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers


def static_addresses(client: FlaskClient) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/register").text)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
def test_a_page_is_sent_as_the_browser_can_read_it(client: FlaskClient, accepted: str, encoding: str | None) -> None:
    answer = client.get("/register", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    body = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](answer.data)
    assert b"<h1>" in body
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_the_length_of_a_page_with_a_token_tells_nothing_of_the_token(client: FlaskClient) -> None:
    lengths = {len(client.get("/register", headers={"Accept-Encoding": "br"}).data) for _ in range(40)}
    assert max(lengths) - min(lengths) > 20


def fetched(client: FlaskClient, address: str, accepted: str) -> tuple[Headers, bytes]:
    with client.get(address, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.status_code == 200
        return answer.headers, answer.data


def test_files_are_kept_compressed_and_for_ever(client: FlaskClient) -> None:
    for address in static_addresses(client):
        headers, plain = fetched(client, address, "identity")
        packed_headers, packed = fetched(client, address, "br")
        _, zipped = fetched(client, address, "gzip")
        assert "immutable" in headers["Cache-Control"]
        if "Content-Encoding" in packed_headers:
            assert brotli.decompress(packed) == plain == gzip.decompress(zipped)


def test_the_stylesheet_travels_compressed(client: FlaskClient) -> None:
    (address,) = (one for one in static_addresses(client) if one.endswith("app.css"))
    headers, packed = fetched(client, address, "gzip, br")
    assert headers["Content-Encoding"] == "br"
    assert len(packed) < 10_000
