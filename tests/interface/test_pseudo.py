"""The pseudo-language shows what was not marked for translation: on no page does a word of ours stay plain English."""

import re
from html import unescape

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.content.sdgs import GOALS, find_sdg
from app.content.vocabulary import AGENDAS, agenda_title
from app.platform.catalogues import PSEUDO
from app.platform.messages import languages_to_translate
from tests.builders import QUIZ, course_files, enrolled, person, published, send, sign_in

SLUG = "localizing-the-sdgs"
COURSE = f"/learn/{SLUG}"
XHTML = "{http://www.w3.org/1999/xhtml}"
# Names and signs that are the same in every language, and what the tests themselves typed.
SAME_EVERYWHERE = re.compile(
    r"Learning Forum|English|Français|Español|Português|العربية|CSV|PDF|UTC|CC BY-SA 4\.0|\S+@\S+|[A-Z0-9]{5}(-[A-Z0-9]{5})+"
    r"|https?://\S+|Amina Diallo|flask [a-z ]+|courses/\S*|/\S+"
)
# In a page's `<title>`, where nothing can be marked as an author's, their titles are taken out by name.
AUTHORS_TITLES = re.compile(r"Localizing the SDGs|Lesson 1|Check what you know|Again, check what you know|^Words")
# Names from the United Nations have a list of their own, not the catalogues; the last test sees to them.
UNITED_NATIONS = tuple(goal.title for goal in GOALS) + tuple(AGENDAS.values())
IN_BRACKETS = re.compile(r"⟦[^⟧]*⟧")


def plain_words(html: str) -> list[str]:
    """Words of the interface that did not go through the catalogue; what people wrote is left out."""
    document = html5lib.parse(html, namespaceHTMLElements=True)
    found: list[str] = []

    def walk(element: object) -> None:
        tag = getattr(element, "tag", None)
        if not isinstance(tag, str) or tag in (f"{XHTML}script", f"{XHTML}style", f"{XHTML}option", f"{XHTML}code"):
            return
        if element.get("data-content") is not None:  # type: ignore[attr-defined]
            return
        texts = [element.text or ""]  # type: ignore[attr-defined]
        if tag == f"{XHTML}title":
            texts = [AUTHORS_TITLES.sub(" ", texts[0])]
        texts += [element.get(name) or "" for name in ("aria-label", "title", "placeholder", "alt")]  # type: ignore[attr-defined]
        texts += [child.tail or "" for child in element]  # type: ignore[attr-defined]
        found.extend(texts)
        for child in element:  # type: ignore[attr-defined]
            walk(child)

    walk(document)
    joined = "\n".join(found)
    rest = SAME_EVERYWHERE.sub(" ", IN_BRACKETS.sub(" ", joined))
    for name in UNITED_NATIONS:
        rest = rest.replace(name, " ")
    return re.findall(r"[A-Za-z]{3,}", rest)


@pytest.fixture
def pages(app: Flask) -> list[tuple[FlaskClient, str]]:
    """Every kind of page, with the browser that sees it."""
    published(course_files(more={"1-why-local/91-again.md": QUIZ.replace("title: Check", "title: Again, check")}))
    visitor, learner, uclg = app.test_client(), app.test_client(), app.test_client()
    somebody = person()
    enrolled(somebody, expectation="")
    sign_in(learner, somebody)
    sign_in(uclg, person(Role.UCLG_LEARNING))
    attempt = send(learner, f"{COURSE}/check", to=f"{COURSE}/check/attempts").location
    result = send(learner, f"{COURSE}/again", to=f"{COURSE}/again/attempts").location
    send(learner, result, {"step": "hand-in"})
    return [
        *(
            (visitor, address)
            for address in ("/", "/courses", "/courses?q=xylophone", "/register", "/sign-in", "/verify")
        ),
        *((visitor, address) for address in (f"/courses/{SLUG}", f"/courses/{SLUG}/glossary", "/nothing-here")),
        *((learner, address) for address in ("/", "/learn", "/account", f"{COURSE}/lesson-1", f"{COURSE}/check")),
        *((learner, address) for address in (f"{COURSE}/completed", f"{COURSE}/leave", attempt, result)),
        *(
            (uclg, address)
            for address in ("/reporting/completions", "/drafts", f"{COURSE}/enrol", f"{COURSE}/lesson-1")
        ),
    ]


def test_every_word_of_the_interface_can_be_translated(pages: list[tuple[FlaskClient, str]]) -> None:
    plain = {}
    for client, address in pages:
        sign = "&" if "?" in address else "?"
        words = plain_words(client.get(f"{address}{sign}lang={PSEUDO}").text)
        if words:
            plain[address] = words
    assert not plain, "\n".join(f"{address}: {words}" for address, words in plain.items())


@pytest.mark.parametrize("language", languages_to_translate())
def test_goals_and_agendas_have_their_names_in_the_readers_language(app: Flask, language: str) -> None:
    published(course_files())
    visitor = app.test_client()
    goal, agenda = find_sdg("11", language), agenda_title("2030-agenda", language)
    assert goal is not None
    for address in ("/", "/courses", f"/courses/{SLUG}"):
        shown = unescape(visitor.get(f"{address}?lang={language}").text)
        assert goal.title in shown
        assert goal.goal.title not in shown
    assert f"<bdi>{agenda}</bdi>" in shown
    assert AGENDAS["2030-agenda"] not in shown
