"""Words in double brackets: those of the glossary, and the labels of goals and Sendai marks."""

from html import escape

from markdown_it.token import Token

from app.content.addresses import glossary_address
from app.content.faults import shorten
from app.content.page import Page
from app.content.safehtml import safe_html
from app.content.sdgs import SENDAI_BY_KEY, find_sdg, find_sendai

WORDS_ANCHOR = "words-used-here"


def write_word(page: Page, child: Token, line: int) -> str:
    """A word of the glossary, or the label of a goal or a Sendai mark."""
    shown, meant = child.meta["shown"], child.meta["meant"]
    family, _, key = meant.partition(" ")
    # The glossary may explain the SDG Summit or the Sendai Framework; those are words, not labels.
    if family.casefold() == "sdg" and key[:1].isdigit():
        return _sdg_chip(page, key, line)
    if family.casefold() == "sendai" and 1 <= len(key) <= 2:
        return _sendai_chip(page, key, line)
    term = page.words.find(meant)
    if term is None:
        page.faults.add(
            page.file,
            line,
            f"The glossary does not explain `{shorten(meant)}`.",
            near=(meant.casefold(), page.words.forms),
        )
        return escape(shown)
    page.used_terms[term.key] = term
    href = f"#term-{term.key}" if page.lists_words else glossary_address(page.book.slug, term.key)
    return f'<a class="term" href="{escape(href)}">{escape(shown)}</a>'


def _sdg_chip(page: Page, key: str, line: int) -> str:
    label = find_sdg(key)
    if label is None:
        page.faults.add(
            page.file, line, f"There is no SDG `{shorten(key)}`; goals are written as 11, targets as 11.3 or 11.b."
        )
        return ""
    number = f'<span class="chip-number">{label.key}</span>'
    return f'<span class="chip sdg sdg-{label.goal.number}">{number} {escape(label.title)}</span>'


def _sendai_chip(page: Page, key: str, line: int) -> str:
    mark = find_sendai(key)
    if mark is None:
        page.fault(line, f"There is no Sendai mark `{shorten(key)}`; there are {', '.join(SENDAI_BY_KEY)}.")
        return ""
    return f'<span class="chip sendai"><span class="chip-number">{mark.key}</span> {escape(mark.title)}</span>'


def write_words_used(page: Page) -> str:
    """Give the list of the glossary words that the page used; empty when it used none."""
    if not page.used_terms:
        return ""
    entries = "".join(
        f'<dt id="term-{escape(term.key)}">{escape(term.name)}</dt><dd>{term.definition_html}</dd>'
        for term in sorted(page.used_terms.values(), key=lambda term: term.name.casefold())
    )
    html = (
        f'<section class="words"><h2 id="{WORDS_ANCHOR}">{page.labels.words_used_here}</h2><dl>{entries}</dl></section>'
    )
    return safe_html(page, html)
