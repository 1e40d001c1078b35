"""Words in double brackets: those of the glossary, and the labels of goals and Sendai marks."""

from html import escape

from markdown_it.token import Token

from app.content.addresses import glossary_address
from app.content.faults import shorten
from app.content.page import Page
from app.content.safehtml import safe_html
from app.content.sdgs import SENDAI_BY_KEY, find_sdg, find_sendai
from app.content.vocabulary import direction_of, place_in_alphabet

WORDS_ANCHOR = "words-used-here"


def write_word(page: Page, child: Token, line: int) -> str:
    """A word of the glossary, or the label of a goal or a Sendai mark; either may show other words than its own."""
    shown, meant = child.meta["shown"], child.meta["meant"]
    own_words = shown if child.meta["is_reworded"] else ""
    family, _, key = meant.partition(" ")
    # The glossary may explain the SDG Summit or the Sendai Framework; those are words, not labels.
    if family.casefold() == "sdg" and key[:1].isdigit():
        return _sdg_chip(page, key, own_words, line)
    if family.casefold() == "sendai" and 1 <= len(key) <= 2:
        return _sendai_chip(page, key, own_words, line)
    term = page.words.find(meant)
    if term is None:
        page.fault(
            line,
            f"The glossary does not explain `{shorten(meant)}`.",
            near=(meant.casefold(), page.words.forms),
        )
        return escape(shown)
    page.used_terms[term.key] = term
    href = f"#term-{term.key}" if page.lists_words else glossary_address(page.book.slug, term.key)
    return f'<a class="term" href="{escape(href)}">{escape(shown)}</a>'


def _sdg_chip(page: Page, key: str, own_words: str, line: int) -> str:
    label = find_sdg(key, page.language)
    if label is None:
        page.fault(line, f"There is no SDG `{shorten(key)}`; goals are written as 11, targets as 11.3 or 11.b.")
        return ""
    return _chip(f"sdg sdg-{label.goal.number}", label.key, label.title, own_words)


def _sendai_chip(page: Page, key: str, own_words: str, line: int) -> str:
    mark = find_sendai(key, page.language)
    if mark is None:
        page.fault(line, f"There is no Sendai mark `{shorten(key)}`; the marks are {', '.join(SENDAI_BY_KEY)}.")
        return ""
    return _chip("sendai", mark.key, mark.title, own_words)


def _chip(classes: str, key: str, title: str, own_words: str) -> str:
    """A label with number and title, or with the author's words alone, which can stand in a sentence."""
    number = f'<span class="chip-number">{escape(own_words or key)}</span>'
    return f'<span class="chip {classes}">{number}{"" if own_words else f" {escape(title)}"}</span>'


def write_words_used(page: Page) -> str:
    """Give the list of the glossary words that the page used; empty when it used none."""
    if not page.used_terms:
        return ""
    entries = "".join(
        f'<dt id="term-{escape(term.key)}"{spoken_in(page, term.language)}>{escape(term.name)}</dt>'
        f"<dd{spoken_in(page, term.language)}>{term.definition_html}</dd>"
        for term in sorted(page.used_terms.values(), key=lambda term: place_in_alphabet(term.name))
    )
    html = (
        f'<section class="words"><h2 id="{WORDS_ANCHOR}">{page.labels.words_used_here}</h2><dl>{entries}</dl></section>'
    )
    return safe_html(page, html)


def spoken_in(page: Page, language: str) -> str:
    """The attributes of an element in another language than its page; nothing when it is the same."""
    return "" if language == page.language else f' lang="{escape(language)}" dir="{direction_of(language)}"'
