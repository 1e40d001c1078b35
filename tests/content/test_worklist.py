"""What is left to translate."""

from app.content.worklist import State, languages_of, marked, work_on
from tests.content.folder import LESSON_PATH, QUIZ_PATH, folder, lesson_text, quiz_text
from tests.content.translated import COURSE_FR, LESSON_FR, RECORD, recorded

BEFORE, FRENCH = lesson_text("One.\n\nTwo.\n\nThree.\n"), lesson_text("Un.\n\nDeux.\n\nTrois.\n")
FILES = recorded({LESSON_PATH: BEFORE, LESSON_FR: FRENCH})


def states(files: dict[str, bytes], path: str = LESSON_FR) -> list[str]:
    (work_file,) = (one for one in work_on(files, "fr") if one.path == path)
    return [work.state.value for work in work_file.works]


def test_every_text_of_the_course_is_on_the_list_in_reading_order() -> None:
    files = folder({QUIZ_PATH: quiz_text("## A? {#a}\n\n- = 5\n"), "glossary.md": "---\ntitle: W\n---\nA\n: b.\n"})
    assert [work_file.path for work_file in work_on(files, "fr")] == [
        "course.fr.md",
        "glossary.fr.md",
        "1-first/module.fr.md",
        LESSON_FR,
        QUIZ_PATH.replace(".md", ".fr.md"),
    ]


def test_what_is_recorded_and_unchanged_is_done() -> None:
    assert states(FILES) == ["done"] * 4


def test_a_reworded_block_is_stale_and_a_new_one_missing() -> None:
    changed = lesson_text("One.\n\nTwo, reworded.\n\nThree.\n\nFour.\n").replace("Opening", "The opening")
    assert states({**FILES, LESSON_PATH: changed.encode()}) == ["stale", "done", "stale", "done", "missing"]


def test_a_file_without_translation_is_missing() -> None:
    assert states(folder({"course.fr.md": COURSE_FR})) == ["missing", "missing", "missing"]


def test_without_a_record_nothing_is_known() -> None:
    assert states({path: content for path, content in FILES.items() if path != RECORD}) == ["not recorded"] * 4


def test_numbers_and_truths_are_no_work() -> None:
    files = folder({QUIZ_PATH: quiz_text("## A? {#a}\n\n- = 5\n")})
    *_others, quiz = work_on(files, "fr")
    assert quiz.counts == {State.MISSING: 2}


def test_languages_are_those_of_the_files_and_the_records() -> None:
    assert languages_of(["course.md", "course.fr.md", "made-from.es.yaml", "1-a/1-b.md", "1-a/1-b.ar.md"]) == (
        "ar",
        "es",
        "fr",
    )


def test_marking_a_file_leaves_the_others_as_they_were() -> None:
    changed = {**FILES, LESSON_PATH: BEFORE.replace("One", "1").encode(), "course.md": FILES["course.md"] + b"\n!\n"}
    record, reasons = marked(changed, "fr", [LESSON_FR])
    before, _ = marked(FILES, "fr", ())
    assert reasons == []
    assert record["course.fr.md"] == before["course.fr.md"]
    assert record[LESSON_FR] != before[LESSON_FR]


def test_a_translation_with_other_blocks_cannot_be_marked() -> None:
    changed = {**FILES, LESSON_PATH: (BEFORE + "\nFour.\n").encode()}
    _record, reasons = marked(changed, "fr", ())
    assert reasons == [f"{LESSON_FR} has 3 blocks of text, its original has 4; it must have the same ones."]
    assert marked(FILES, "fr", ["gone.fr.md"])[1] == ["There is no translation gone.fr.md."]


def test_the_words_of_a_translated_glossary_may_stand_in_another_order() -> None:
    english = "---\ntitle: W\n---\nAim\n: What for.\n\nLocal\n: Near.\n"
    french = "---\ntitle: M\n---\nA côté {#local}\n: Proche.\n\nBut {#aim}\n: Pour quoi.\n"
    files = recorded({"glossary.md": english, "glossary.fr.md": french})
    assert states(files, "glossary.fr.md") == ["done", "done", "done"]
    changed = {**files, "glossary.md": english.replace("Near", "Close").encode()}
    assert states(changed, "glossary.fr.md") == ["done", "done", "stale"]
