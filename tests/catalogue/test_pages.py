"""The public pages: home, the list with its search and filters, a course, its glossary."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import counted_statements, course_files, enrolled, person, published, sign_in


def publish_two() -> None:
    published()
    files = course_files(title="Disaster risk, locally", lessons=1)
    other = files["course.md"].replace(b"sdgs: [11, 16.7]", b"sdgs: [13]").replace(b"effort: 1 h", b"effort: 7 h")
    published({**files, "course.md": other.replace(b"2030-agenda", b"sendai-framework")}, slug="sendai")


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ("q=disaster", "Disaster risk, locally", "Localizing the SDGs"),
        ("q=kaleidoscope2", "Localizing the SDGs", "Disaster risk, locally"),
        ("sdg=13", "Disaster risk, locally", "Localizing the SDGs"),
        ("sdg=16", "Localizing the SDGs", "Disaster risk, locally"),
        ("agenda=sendai-framework", "Disaster risk, locally", "Localizing the SDGs"),
        ("effort=short", "Localizing the SDGs", "Disaster risk, locally"),
        ("effort=long", "Disaster risk, locally", "Localizing the SDGs"),
    ],
)
def test_search_and_filters_find_what_fits(client: FlaskClient, query: str, found: str, left_out: str) -> None:
    publish_two()
    text = client.get(f"/courses?{query}").text
    assert found in text
    assert f">{left_out}<" not in text


@pytest.mark.parametrize("query", ["q=xylophone", "language=zz", "sdg=99&level=nonsense", "effort=%27"])
def test_finding_nothing_is_said_with_a_way_on(client: FlaskClient, query: str) -> None:
    publish_two()
    answer = client.get(f"/courses?{query}")
    assert answer.status_code == 200


def test_a_site_without_courses_says_how_to_begin(client: FlaskClient) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/courses").status_code == 200


def test_a_course_is_described_before_anybody_signs_up(client: FlaskClient) -> None:
    published()
    text = client.get("/courses/localizing-the-sdgs").text
    for expected in (
        "Explain what localizing means",
        "Staff of municipalities",
        "Project finance",
        "Learning Forum contributors",
        "CC BY-SA 4.0",
        "Lesson 1",
        "/learn/localizing-the-sdgs/enrol",
    ):
        assert expected in text


def test_a_course_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/courses/nothing")
    assert answer.status_code == 404
    assert "list of courses" in answer.text


def test_the_glossary_explains_its_words(client: FlaskClient) -> None:
    published()
    text = client.get("/courses/localizing-the-sdgs/glossary").text
    assert 'id="term-baseline"' in text
    assert "The value at the start." in text


@pytest.mark.parametrize("page", ["/", "/courses", "/courses?q=sdgs"])
def test_the_lists_ask_the_database_no_more_for_twenty_courses_than_for_one(app: Flask, page: str) -> None:
    client = app.test_client()
    counts = []
    for number in (1, 20):
        for place in range(number):
            published(course_files(title=f"Course {place}", lessons=1), slug=f"course-{place}")
        client.get(page)
        with counted_statements(app) as statements:
            client.get(page)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 2


def test_my_learning_asks_no_more_for_twenty_courses_than_for_one(app: Flask) -> None:
    client = app.test_client()
    somebody = person()
    sign_in(client, somebody)
    counts = []
    for number in (1, 20):
        for place in range(number):
            published(course_files(title=f"Course {place}", lessons=1), slug=f"course-{place}")
            enrolled(somebody, f"course-{place}")
        client.get("/learn")
        with counted_statements(app) as statements:
            client.get("/learn")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 6


def test_words_with_accents_stand_where_readers_look_for_them(client: FlaskClient) -> None:
    words = "---\ntitle: Mots\n---\n\nZone\n: Un lieu.\n\nÉvaluation\n: Un examen.\n\nBaseline\n: Au début.\n"
    published(course_files(more={"glossary.md": words}))
    text = client.get("/courses/localizing-the-sdgs/glossary").text
    assert text.index(">Baseline<") < text.index(">Évaluation<") < text.index(">Zone<")
