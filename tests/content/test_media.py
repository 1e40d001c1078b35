"""Files under `media/`."""

import struct

import pytest

from app.content.media import MOST_PICTURE_BYTES, pixels_of, size_in_words
from tests.content.folder import course_of, faults_of

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 360)
GIF = b"GIF89a" + struct.pack("<HH", 640, 360)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc4\x00\x03x\xff\xff\xc2\x00\x11\x08"
    + struct.pack(">HH", 360, 640)
    + b"\x03"
    + b"\0" * 9
)
WEBP_LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 640, 360)
WEBP_LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + (639 | 359 << 14).to_bytes(4, "little")
WEBP_EXTENDED = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0" + (639).to_bytes(3, "little") + (359).to_bytes(3, "little")


@pytest.mark.parametrize("content", [PNG, GIF, JPEG, WEBP_LOSSY, WEBP_LOSSLESS, WEBP_EXTENDED])
def test_width_and_height_are_read_from_the_first_bytes(content: bytes) -> None:
    assert pixels_of(content) == (640, 360)


@pytest.mark.parametrize("content", [PNG, GIF, JPEG, WEBP_LOSSY, WEBP_LOSSLESS, WEBP_EXTENDED])
def test_a_picture_cut_short_is_none(content: bytes) -> None:
    assert pixels_of(content[:9]) is None
    assert pixels_of(b"") is None


def test_a_picture_of_no_size_or_of_a_monstrous_one_is_none() -> None:
    assert pixels_of(b"GIF89a" + struct.pack("<HH", 0, 360)) is None
    assert pixels_of(b"GIF89a" + struct.pack("<HH", 60_000, 360)) is None


def test_files_keep_path_digest_size_and_type() -> None:
    (file,) = course_of({"media/data/sheet.csv": b"a,b\n"}).media
    assert (file.path, file.size, file.content_type, len(file.digest)) == ("media/data/sheet.csv", 4, "text/csv", 32)


@pytest.mark.parametrize(("size", "words"), [(0, "1 KB"), (1024, "1 KB"), (1025, "2 KB"), (1024 * 1024 + 1, "1.1 MB")])
def test_sizes_are_told_to_people(size: int, words: str) -> None:
    assert size_in_words(size) == words


@pytest.mark.parametrize(
    ("path", "content", "begins"),
    [
        ("media/a.html", b"<script>", "media/a.html:1: Files of this kind cannot be used."),
        ("media/a", b"x", "media/a:1: Files of this kind cannot be used."),
        (
            "media/a.png",
            b"x" * (MOST_PICTURE_BYTES + 1),
            "media/a.png:1: This picture is too large: 2.1 MB; at most 2 MB.",
        ),
        (
            "media/a.pdf",
            b"x" * (20 * 1024 * 1024 + 1),
            "media/a.pdf:1: This file is too large: 20.1 MB; at most 20 MB.",
        ),
        (
            "media/a.png",
            b"<html>",
            "media/a.png:1: This file is named `.png`, but it is no picture, or a damaged one; save it again.",
        ),
    ],
)
def test_a_file_that_cannot_be_published_is_a_fault(path: str, content: bytes, begins: str) -> None:
    (fault,) = faults_of({path: content})
    assert fault.startswith(begins)
