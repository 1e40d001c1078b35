"""Posts of a thread are numbered from 1 without gaps, so that each page of a thread is a span of numbers. Pure."""

PER_PAGE = 20


def page_with(number: int) -> int:
    """The page on which the post with this number stands."""
    return max(0, number - 1) // PER_PAGE + 1


def span_of(page: int) -> tuple[int, int]:
    """The first and the last number of a page."""
    return (page - 1) * PER_PAGE + 1, page * PER_PAGE


def page_within(asked: int, last_number: int) -> int:
    """The page that is asked for, or the nearest there is."""
    return min(max(1, asked), page_with(last_number))


def first_unread(read_up_to: int, last_number: int) -> int:
    """The number of the first post somebody has not read; the last one's when they have read all."""
    return min(read_up_to + 1, last_number)
