"""Comments are asked for where a level is low, and hints say when one helps nobody."""

import pytest

from app.peerreview.commenting import (
    Comment,
    Hint,
    hint_for,
    hints_for,
    is_empty_praise,
    needs_comment,
    words_in,
)
from app.peerreview.rubric_points import Scale

SCALE = Scale("data", 3)
LONG = "Two of the seven indicators have no source; next, name who measures them."


@pytest.mark.parametrize(
    ("most", "points", "asked"),
    [(3, 0, True), (3, 1, True), (3, 2, False), (4, 2, False), (4, 1, True), (1, 0, True), (1, 1, False)],
)
def test_a_low_level_asks_for_a_comment(most: int, points: int, asked: bool) -> None:
    assert needs_comment(Scale("data", most), points) is asked


def test_without_a_level_nothing_is_asked_for() -> None:
    assert not needs_comment(SCALE, None)


@pytest.mark.parametrize(
    ("points", "text", "hint"),
    [
        (1, "", Hint.MISSING),
        (1, "  \n", Hint.MISSING),
        (1, "...", Hint.MISSING),
        (3, "", None),
        (None, "", None),
        (1, "No sources here.", Hint.TOO_SHORT),
        (1, LONG, None),
        (3, "Clear sources.", None),
        (3, "Great job!", Hint.EMPTY_PRAISE),
        (1, "Great job!", Hint.EMPTY_PRAISE),
        (1, "缺少数据来源。", Hint.TOO_SHORT),
        (1, "七个指标中有两个没有来源，请写明由谁负责测量。", None),
    ],
)
def test_a_comment_gets_the_hint_it_needs(points: int | None, text: str, hint: Hint | None) -> None:
    assert hint_for(Comment(SCALE, points, text)) is hint


@pytest.mark.parametrize(
    "text",
    [
        "Great job!",
        "Well done, excellent work. Thank you!",
        "I really loved it 👍",
        "👏👏",
        "Très bien, merci !",
        "C’est un excellent travail, bravo",
        "Rien à redire, c'est parfait.",
        "¡Muy buen trabajo! Felicidades.",
        "Me gustó mucho, excelente",
        "Ótimo trabalho, parabéns!",
        "Está muito bom",
        "عمل رائع، أحسنت!",
        "العمل ممتاز جداً وشكراً لك",
    ],
)
def test_empty_praise_is_known_in_the_languages_of_the_interface(text: str) -> None:
    assert is_empty_praise(text)


@pytest.mark.parametrize(
    "text",
    [
        "Great choice of targets.",
        "Not good.",
        "Très bien : chaque cible a une source.",
        "Buen trabajo con las fuentes.",
        "Bom plano, mas falta o orçamento.",
        "عمل رائع لكن الميزانية غائبة",
        "很好",
        "Gut gemacht",
        "3/3",
        "This is the work.",
        "",
    ],
)
def test_whatever_says_something_of_the_work_is_no_empty_praise(text: str) -> None:
    assert not is_empty_praise(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Name the source.", 3),
        ("l'eau, aujourd’hui", 2),
        ("well-being", 2),
        ("لا توجد مصادر", 3),
        ("مَدرَسَة", 1),
        ("बजट कहाँ है", 3),
        ("缺少数据来源", 3),
        ("データがない", 3),
        ("SDG 11 目标", 3),
        ("— … !", 0),
    ],
)
def test_words_are_counted_in_any_script(text: str, words: int) -> None:
    assert words_in(text) == words


def test_a_review_gets_at_most_one_hint_a_criterion_in_the_order_of_the_rubric() -> None:
    comments = [
        Comment(Scale("data", 3), 0, ""),
        Comment(Scale("reasons", 3), 2, "Fitting targets, and the reasons are local."),
        Comment(Scale("people", 3), 1, "Too general."),
        Comment(Scale("use", 3), 3, "Perfect!"),
    ]
    assert [(one.key, one.hint, one.words, one.wanted) for one in hints_for(comments)] == [
        ("data", Hint.MISSING, 0, 8),
        ("people", Hint.TOO_SHORT, 2, 8),
        ("use", Hint.EMPTY_PRAISE, 1, 0),
    ]
