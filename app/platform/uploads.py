"""Lets single views take files larger than other requests may be, and keeps the rest of a form when one is too large.

A view says so with `@takes_files(…)`, below its route. A file beyond that size is read to its end and let go, so
that the text of the form arrives all the same; the form's field then tells what is wrong (`is_too_large`). Only what is
several times as large is refused as a whole, with 413.
"""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Flask, Request, request
from werkzeug.datastructures import FileStorage

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "takes_files_of"
# So many files too large are still read to their end.
_PATIENCE = 4
_IN_MEMORY = 512 * 1024


def takes_files(largest: int, *, most: int = 1) -> Callable[[View], View]:
    """Mark a view: it takes `most` files in one form, of so many bytes each."""

    def mark(view: View) -> View:
        setattr(view, _MARK, (largest, most))
        return view

    return mark


def is_too_large(file: FileStorage) -> bool:
    """Whether a file was larger than its view takes; then nothing of it was kept."""
    return getattr(file.stream, "is_too_large", False)


def let_views_take_files(app: Flask) -> None:
    """Give each request the size that its view takes; before anything looks into its form."""
    app.request_class = _FileRequest

    @app.before_request
    def allow() -> None:
        marked = getattr(app.view_functions.get(request.endpoint or ""), _MARK, None)
        if marked is not None:
            largest, most = marked
            request.largest_file = largest  # type: ignore[attr-defined]
            request.max_content_length = (most + _PATIENCE) * largest


class _FileRequest(Request):
    """A request whose files are cut off where they grow too large; without a size, they are as large as they are."""

    largest_file: int | None = None

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.largest_file is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return _CappedFile(self.largest_file)


class _CappedFile(SpooledTemporaryFile[bytes]):
    """A file on its way in: small ones in memory, others on disk under no name; empty once it has grown too large."""

    def __init__(self, largest: int) -> None:
        super().__init__(max_size=_IN_MEMORY, mode="w+b")
        self.is_too_large = False
        self._room = largest

    def write(self, data: Any) -> int:
        """Take a piece, or let it go; nothing stays of a file that is too large."""
        self._room -= len(data)
        if self._room >= 0:
            return super().write(data)
        if not self.is_too_large:
            self.is_too_large = True
            self.seek(0)
            self.truncate()
        return len(data)
