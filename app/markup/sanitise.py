"""The one door between rendered HTML and the page: nothing else imports a sanitiser."""

import re
from collections import Counter
from functools import cache

import nh3

MOST_CHARACTERS = 5_000_000
MOST_NESTING = 100

SCHEMES = frozenset({"http", "https", "mailto"})
VOID_TAGS = frozenset({"br", "hr", "img", "input"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    **{
        tag: frozenset()
        for tag in ("br", "em", "strong", "s", "sub", "code", "tbody", "thead", "tr", "hr", "blockquote")
    },
    **{tag: frozenset({"id"}) for tag in ("h2", "h3", "h4", "h5", "h6")},
    **{tag: frozenset() for tag in ("ul", "span", "sup", "figure", "figcaption", "summary", "dl", "table")},
    "a": frozenset({"id", "href", "rel", "title", "aria-label", "download"}),
    "dd": frozenset({"lang", "dir"}),
    "details": frozenset({"open"}),
    "div": frozenset({"role", "tabindex", "aria-label", "lang", "dir"}),
    "dt": frozenset({"id", "lang", "dir"}),
    "img": frozenset({"src", "alt", "width", "height", "loading", "decoding"}),
    "input": frozenset({"type", "checked", "disabled", "aria-label"}),
    "li": frozenset({"id"}),
    "ol": frozenset({"start"}),
    "p": frozenset({"lang", "dir"}),
    "pre": frozenset({"tabindex"}),
    "section": frozenset({"aria-label"}),
    "span": frozenset({"id"}),
    "td": frozenset(),
    "th": frozenset({"scope"}),
    "time": frozenset({"data-block"}),
}
"""Every tag that may pass, with its attributes besides `class`."""

CLASSES: dict[str, frozenset[str]] = {
    "a": frozenset({"term", "download", "footnote-back", "mention"}),
    "details": frozenset({"answer", "transcript"}),
    "div": frozenset({"table-scroll", "untranslated", "updated"})
    | {"callout", "callout-note", "callout-example", "callout-try", "callout-case"},
    "figure": frozenset({"figure", "media-link", "media-video", "media-audio"}),
    "li": frozenset({"task"}),
    "p": frozenset({"callout-title", "untranslated-note"}),
    "section": frozenset({"words", "footnotes"}),
    "span": frozenset({"chip", "chip-number", "drawing", "file-facts", "media-host", "media-title", "mention", "sdg"})
    | {"sendai"}
    | {f"sdg-{number}" for number in range(1, 18)},
    "sup": frozenset({"footnote-mark"}),
    "td": frozenset({"center", "end"}),
    "th": frozenset({"center", "end"}),
    "ul": frozenset({"tasks"}),
}
"""The class names that may pass, by tag."""


class TooMuchHtml(ValueError):
    """The HTML is larger or nested deeper than anything meant to be read."""


def sanitise(html: str) -> str:
    """Give the HTML back with everything outside the lists taken away; raises TooMuchHtml before any costly work."""
    if len(html) > MOST_CHARACTERS or _nesting(html) > MOST_NESTING:
        raise TooMuchHtml(f"More than {MOST_CHARACTERS} characters or {MOST_NESTING} levels of nesting.")
    # bleach is no longer kept by its makers and is slow. Where the text provably holds nothing outside the lists it
    # would have nothing to do. nh3 comes last and always, so that a maintained parser writes what reaches the page.
    if not is_plain(html):
        import bleach  # type: ignore[import-untyped]

        html = bleach.clean(
            html, tags=ATTRIBUTES.keys(), attributes=_bleach_allows, protocols=SCHEMES, strip=True, strip_comments=True
        )
    return _nh3().clean(html)


def is_plain(html: str) -> bool:
    """Say whether the HTML is written entirely in the words of the lists."""
    return _plain_vocabulary().fullmatch(html) is not None


def _nesting(html: str) -> int:
    """The deepest nesting the tags can have; the end of what was never begun ends nothing."""
    depth = deepest = 0
    begun: Counter[str] = Counter()
    for closing, written in re.findall(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", html):
        tag = written.lower()
        if not closing and tag not in VOID_TAGS:
            begun[tag] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif closing and begun[tag]:
            begun[tag] -= 1
            depth -= 1
    return deepest


def _bleach_allows(tag: str, name: str, value: str) -> bool:
    """Say whether bleach keeps this attribute."""
    if name == "class":
        return CLASSES.get(tag, frozenset()).issuperset(value.split())
    return name in ATTRIBUTES.get(tag, frozenset())


@cache
def _nh3() -> nh3.Cleaner:
    """The maintained cleaner, with the same lists."""
    return nh3.Cleaner(
        tags=set(ATTRIBUTES),
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in CLASSES.items()},
        tag_attribute_values={},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


@cache
def _plain_vocabulary() -> re.Pattern[str]:
    """One expression for HTML made of the lists alone; possessive throughout, so its time is linear in the text."""
    character = r"[^<>&\"\x00-\x08\x0b-\x1f\x7f]"
    entity = r"&(?:amp|lt|gt|quot|\#39|\#x27);"
    text = rf"(?:{character}|{entity})*+"
    path = r"(?:[^<>&\"\s\x00-\x1f\x7f\\]|&amp;)*+"
    address = rf"(?:(?:https?://|mailto:|/(?![/\\])|\#){path})"
    values = {"href": address, "src": rf"/(?![/\\]){path}", "checked": "", "disabled": "", "download": "", "open": ""}

    def tag_pattern(tag: str) -> str:
        attributes = [f'{name}="{values.get(name, text)}"' for name in sorted(ATTRIBUTES[tag])]
        attributes += [name for name in sorted(ATTRIBUTES[tag]) if values.get(name) == ""]
        if tag in CLASSES:
            words = "|".join(sorted((re.escape(name) for name in CLASSES[tag]), key=len, reverse=True))
            attributes.append(f'class="(?:{words})(?: (?:{words}))*+"')
        inside = f"(?: (?:{'|'.join(attributes)}))*+" if attributes else ""
        return rf"{tag}{inside} ?/?>"

    opening = "|".join(tag_pattern(tag) for tag in sorted(ATTRIBUTES))
    closing = "|".join(sorted(ATTRIBUTES))
    return re.compile(rf"(?:{character}++|{entity}|\"|<(?:/(?:{closing})>|{opening}))*+")
