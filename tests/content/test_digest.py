"""The fingerprint of a folder."""

from app.content.digest import digest_of


def test_the_order_of_files_does_not_matter() -> None:
    assert digest_of({"a.md": b"1", "b.md": b"2"}) == digest_of({"b.md": b"2", "a.md": b"1"})


def test_every_change_shows() -> None:
    folders = [{"a.md": b"1"}, {"a.md": b"2"}, {"b.md": b"1"}, {"a.md": b"1", "b.md": b""}, {}, {"a.md1": b""}]
    assert len({digest_of(files) for files in folders}) == len(folders)
