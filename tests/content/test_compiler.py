"""The compiler: every check it makes, with file and line; and that nothing an author writes can break it."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.compiler import compile_course
from app.content.course import Assignment, CompletionRule, Course, LessonRule, Level, QuizRule
from app.content.digest import digest_of
from app.content.madefrom import write_record
from app.content.serial import from_json, to_json
from app.content.worklist import marked
from tests.content.folder import (
    ASSIGNMENT,
    ASSIGNMENT_PATH,
    COURSE,
    DRAWING,
    LESSON,
    LESSON_PATH,
    MODULE,
    QUIZ,
    QUIZ_PATH,
    course_of,
    faults_of,
    folder,
    lesson_text,
    quiz_text,
)

# Of processor time: far more than a slow machine takes, and far less than what hangs.
SECONDS = 60
NEXT = "1-first/5-next.md"


def test_a_small_course_is_compiled() -> None:
    course = course_of()
    assert (course.slug, course.title, course.summary, course.language) == (
        "a-course",
        "A course",
        "One sentence about it.",
        "en",
    )
    assert (course.level, course.minutes, course.languages) == (Level.INTRODUCTORY, 1, ("en",))
    assert course.html == "<p>Welcome.</p>"
    assert course.completion == CompletionRule(LessonRule.ALL, QuizRule.PASSED)
    (module,) = course.modules
    assert (module.key, module.title, [unit.key for unit in module.units]) == ("first", "First", ["opening"])


def test_the_effort_is_what_the_author_says_or_the_sum_of_the_units() -> None:
    assert course_of({"course.md": COURSE.replace("level:", "effort: 6 h\nlevel:")}).minutes == 360
    assert course_of({QUIZ_PATH: QUIZ, NEXT: LESSON.replace("title: Opening", "title: A\nminutes: 12")}).minutes == 14


def test_units_keep_their_keys_when_told() -> None:
    course = course_of({NEXT: LESSON.replace("title: Opening", "title: A\nid: kept\nwas: [older, oldest]")})
    unit = list(course.units())[1]
    assert (unit.key, unit.was, unit.source) == ("kept", ("older", "oldest"), NEXT)


def test_an_intro_of_a_module_is_kept() -> None:
    assert (
        course_of({"1-first/module.md": MODULE + "What it is about.\n"}).modules[0].html == "<p>What it is about.</p>"
    )


def unit(front: str) -> str:
    """A lesson with more front matter, which begins on line 3."""
    return f"---\ntitle: Next\n{front}---\nText.\n"


def course_file(front: str) -> str:
    """A course file with more front matter, which begins on line 6."""
    return COURSE.replace("level: introductory\n", f"level: introductory\n{front}")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        # Names of the front matter.
        ({"course.md": course_file("tilte: A\n")}, "course.md:6: `tilte` is not a known name in this file. Did you mean `title`?"),
        ({"course.md": course_file("level: advanced\n")}, "course.md:6: `level` stands here a second time; the first is on line 5."),
        ({"course.md": course_file("scope:\n  inn: [a]\n")}, "course.md:7: `inn` is not a known name in `scope`. Did you mean `in`?"),
        # Titles and what else a course must say.
        ({"course.md": COURSE.replace("title: A course\n", "")}, "course.md:1: `title` is missing."),
        ({"course.md": COURSE.replace("summary: One sentence about it.\n", "")}, "course.md:1: `summary` is missing."),
        ({"course.md": COURSE.replace("language: en\n", "")}, "course.md:1: `language` is missing."),
        ({"course.md": COURSE.replace("level: introductory\n", "")}, "course.md:1: `level` is missing."),
        ({"1-first/module.md": "---\ntitle:\n---\n"}, "1-first/module.md:2: `title` is empty."),
        ({NEXT: "---\nminutes: 2\n---\nText.\n"}, f"{NEXT}:1: `title` is missing."),
        # Links, anchors, pictures and words that lead nowhere, and missing descriptions.
        ({NEXT: unit("") + "\n[x](zzzz)\n"}, f"{NEXT}:6: This link leads nowhere: there is no `zzzz`."),
        ({NEXT: unit("") + "\n[x](1-opening.md#gone)\n"}, f"{NEXT}:6: This link leads nowhere: `{LESSON_PATH}` has no heading with the anchor `gone`."),
        ({NEXT: unit("") + "\n![x](../media/gone.png)\n"}, f"{NEXT}:6: There is no picture `../media/gone.png`."),
        ({NEXT: unit("") + "\n[[gone]]\n"}, f"{NEXT}:6: The glossary does not explain `gone`."),
        ({"course.md": COURSE + "\n[x](zzzz)\n"}, "course.md:9: This link leads nowhere: there is no `zzzz`."),
        ({NEXT: unit("") + "\n![](../media/a.svg)\n", "media/a.svg": DRAWING}, f"{NEXT}:6: This picture has no description; write between the brackets what it shows, for those who cannot see it."),
        # Headings.
        ({NEXT: unit("") + "\n### A\n"}, f"{NEXT}:6: This heading skips a level: write ## instead of ###."),
        # Questions.
        ({QUIZ_PATH: quiz_text("## One?\n\n- (x) a\n- ( ) b\n")}, f"{QUIZ_PATH}:5: This question has no key; add one at the end of the heading, as in `{{#begin-inside}}`."),
        ({QUIZ_PATH: quiz_text("## One? {#one}\n\n- ( ) a\n- ( ) b\n")}, f"{QUIZ_PATH}:5: The question `one` has no right answer; mark one with an x, as in `(x)` or `[x]`."),
        ({QUIZ_PATH: quiz_text("## One? {#one}\n\n- [x] a\n- [x] b\n")}, f"{QUIZ_PATH}:5: The question `one` has only right answers; add a wrong one."),
        # Keys.
        ({NEXT: unit("id: opening\n")}, f"{NEXT}:1: Two units have the key `opening`: this one and `{LESSON_PATH}`."),
        ({QUIZ_PATH: QUIZ + "\n" + QUIZ.partition("---\n")[2].partition("---\n")[2]}, f"{QUIZ_PATH}:10: Two questions have the key `one-or-two`; the first is on line 5."),
        ({"1-first/7-media.md": unit("")}, "1-first/7-media.md:1: The key `media` is used by the platform; rename the file or give the unit another `id`."),
        ({NEXT: unit("id: enrol\n")}, f"{NEXT}:3: The key `enrol` is used by the platform; rename the file or give the unit another `id`."),
        ({NEXT: unit("id: Not good\n")}, f"{NEXT}:3: `Not good` cannot be a key; use small letters a–z, digits and hyphens."),
        ({NEXT: unit("was: opening\n")}, f"{NEXT}:3: `was: opening` names a key that another unit has now: `{LESSON_PATH}`."),
        ({NEXT: unit("was: next\n")}, f"{NEXT}:3: `was: next` names the key that the unit has now; delete this line."),
        ({NEXT: unit("was: old\n"), "1-first/6-more.md": unit("was: old\n")}, f"1-first/6-more.md:3: `was: old` also stands in `{NEXT}`; only one unit can have had this key."),
        # Marks, level, agenda, language and the other closed lists.
        ({NEXT: unit("sdgs: [11, 11.9]\n")}, f"{NEXT}:3: There is no SDG `11.9`; goals are written as 11, targets as 11.3 or 11.b."),
        ({NEXT: unit("sdgs:\n  - 11\n  - 18\n")}, f"{NEXT}:5: There is no SDG `18`; goals are written as 11, targets as 11.3 or 11.b."),
        ({NEXT: unit("sendai: [P5]\n")}, f"{NEXT}:3: There is no Sendai mark `P5`; the marks are A, B, C, D, E, F, G, P1, P2, P3, P4."),
        ({"course.md": COURSE.replace("introductory", "introduction")}, "course.md:5: `level` must be introductory, intermediate or advanced; here it says introduction. Did you mean `introductory`?"),
        ({"course.md": course_file("agendas:\n  - paris\n")}, "course.md:7: There is no agenda `paris`; the agendas are 2030-agenda, sendai-framework, new-urban-agenda, paris-agreement, addis-ababa-action-agenda, pact-for-the-future-of-humanity, key-features-of-learning-cities."),
        ({"course.md": COURSE.replace("language: en", "language: english")}, "course.md:4: `language` must be the two-letter code of a language, as in en, fr, es, pt or ar; here it says english."),
        ({"course.md": course_file("effort: long\n")}, "course.md:6: `effort` must be a time such as 45 min, 6 h or 6 h 30 min; here it says long."),
        ({"course.md": course_file("completion:\n  quizzes: some\n")}, "course.md:7: `quizzes` must be passed, tried or none; here it says some."),
        ({"course.md": course_file("authors:\n  - organisation: A\n")}, "course.md:7: `name` is missing in `authors`."),
        ({NEXT: unit("kind: quizz\n")}, f"{NEXT}:3: `kind` must be lesson, quiz or assignment; here it says quizz. Did you mean `quiz`?"),
        ({NEXT: unit("minutes: soon\n")}, f"{NEXT}:3: `minutes` must be a number of minutes from 1 to 10,000; here it says soon."),
        # Translations.
        ({"1-first/9-gone.fr.md": LESSON}, "1-first/9-gone.fr.md:1: This translation has no original: there is no file `1-first/9-gone.md`."),
        ({QUIZ_PATH: QUIZ, "1-first/2-check.fr.md": QUIZ.replace("#one-or-two", "#un-ou-deux")}, "1-first/2-check.fr.md:5: The original has no question `un-ou-deux`."),
        ({QUIZ_PATH: QUIZ, "1-first/2-check.fr.md": QUIZ.replace("(x) One", "( ) Un").replace("( ) Two", "(x) Deux")}, "1-first/2-check.fr.md:5: The question `one-or-two` has other right answers than the original, which has a."),
        # Modules.
        ({"2-second/module.md": MODULE}, "2-second/module.md:1: The module `2-second` has no unit; add a lesson such as `1-first-lesson.md`."),
        # Size, encoding and nesting.
        ({NEXT: b"x" * 600_000}, f"{NEXT}:1: This text is too large: 585 KB; at most 500 KB."),
        ({"media/a.png": b"\x89PNG\r\n\x1a\n" + b"x" * 2_100_000}, "media/a.png:1: This picture is too large: 2.1 MB; at most 2 MB."),
        ({"media/a.pdf": b"x" * 21_000_000}, "media/a.pdf:1: This file is too large: 20.1 MB; at most 20 MB."),
        ({NEXT: unit("").encode() + b"\ncaf\xe9\n"}, f"{NEXT}:6: This line is not UTF-8; save the file with the encoding UTF-8."),
        ({NEXT: unit("") + "\n" + "- " * 40 + "a\n"}, f"{NEXT}:6: Too many lists or quotes lie inside one another here."),
    ],
)  # fmt: skip
def test_every_check_names_file_line_and_reason(changes: dict[str, str | bytes | None], fault: str) -> None:
    assert fault in faults_of(changes)


def test_a_link_to_a_spoilt_file_is_no_second_fault() -> None:
    changes: dict[str, str | bytes | None] = {
        LESSON_PATH: lesson_text("![x](../media/a.png)\n\n[a link](../media/a.png)"),
        "media/a.png": b"no picture",
    }
    assert faults_of(changes) == [
        "media/a.png:1: This file is named `.png`, but it is no picture, or a damaged one; save it again."
    ]


def test_all_faults_of_all_files_are_told_at_once_and_sorted() -> None:
    faults = faults_of(
        {
            "course.md": COURSE.replace("level: introductory", "level: easy"),
            LESSON_PATH: lesson_text("[x](gone.md)\n\n[[gone]]"),
            "notes.md": b"",
        }
    )
    assert [fault.partition(": ")[0] for fault in faults] == [
        f"{LESSON_PATH}:4",
        f"{LESSON_PATH}:6",
        "course.md:5",
        "notes.md:1",
    ]


def test_a_byte_order_mark_and_windows_lines_are_fine() -> None:
    windows = b"\xef\xbb\xbf" + LESSON.replace("\n", "\r\n").encode()
    assert course_of({LESSON_PATH: windows}) == course_of()
    broken = b"\xef\xbb\xbf" + (LESSON + "\n[x](gone.md)\n").replace("\n", "\r\n").encode()
    assert faults_of({LESSON_PATH: broken}) == [f"{LESSON_PATH}:8: This link leads nowhere: there is no `gone.md`."]


def test_a_slug_must_fit_an_address() -> None:
    (fault,) = compile_course("My Course", folder()).faults
    assert str(fault).startswith("course.md:1: The folder of a course is named with small letters")


def test_an_empty_folder_is_no_course() -> None:
    assert compile_course("a-course", {}).course is None


def test_the_same_files_make_the_same_course_in_any_order() -> None:
    files = folder({QUIZ_PATH: QUIZ, "1-first/3-hand-in.md": ASSIGNMENT, "media/a.svg": DRAWING})
    backwards = dict(reversed(files.items()))
    assert compile_course("a-course", files) == compile_course("a-course", backwards)
    assert digest_of(files) == digest_of(backwards)


PATHS = st.one_of(
    st.sampled_from(
        [
            "course.md",
            "course.fr.md",
            "glossary.md",
            "glossary.fr.md",
            "1-first/module.md",
            LESSON_PATH,
            QUIZ_PATH,
            "1-first/1-opening.fr.md",
            ASSIGNMENT_PATH,
            ASSIGNMENT_PATH.replace(".md", ".fr.md"),
            ASSIGNMENT_PATH.replace(".md", ".example-weak.md"),
            ASSIGNMENT_PATH.replace(".md", ".example-weak.fr.md"),
            "1-first/1-opening.example-weak.md",
            "1-first/2-check.fr.md",
            "made-from.fr.yaml",
            "2-next/module.md",
            "media/a.svg",
            "media/a.png",
            "media/b.csv",
        ]
    ),
    st.text(max_size=30),
)
PIECES = st.sampled_from(
    ["---\n", "title: A\n", "kind: quiz\n", "kind: assignment\n", "language: en\n", "summary: b\n", "level: advanced\n", "was: opening\n",
     "sdgs: [11, 99]\n", "words: [1, 2]\n", "## A {#a}\n", "## B {#b points=2}\n", "# A\n", "- (x) a\n", "- ( ) b\n", "- [x] c\n", "- = 5\n",
     "- = true\n", "- != 7\n", '- = "a"\n', "- else\n", "  > why\n", "\n", "::: rubric\n", "::: note\n", "::: video https://a.b c\n",
     "::: explanation\n", ":::\n", "| a | 2 b | 0 c |\n| --- | --- | --- |\n| d | e | f |\n", "![a](../media/a.svg)\n", "![](x)\n",
     "[a](1-opening.md#a)\n", "[b](../media/b.csv)\n", "[[word]]\n", "[[SDG 11.3]] [[Sendai E]]\n", "Word | other\n: A [[word]].\n", "a[^1]\n\n[^1]: b\n",
     "text: no\n", "files: {number: 2, kinds: [pdf]}\n", "links: [1, 3]\n", "reviews: {needed: 1, owed: 2}\n", "use: check\n",
     "::: field What? {#what words=3..9}\n", "::: table-to-fill Rows {#rows rows=2}\n", "::: scores\n",
     "| a {#a was=b} | 2 | 0 |\n| - | - | - |\n", "| Reasons {#why} | 2 good | a |\n",
     "> ", "- ", "* ", "```\n", "&#0;", "\u202e", "\r", "\t", "{", "[", "]", "(", "<svg viewBox='0 0 1 1'>", "<g id='a'>", "</g>", "</svg>", "x" * 50]
)  # fmt: skip
EXAMPLE = "---\ntitle: A\n---\nText.\n\n::: scores\n| a | b | c |\n| --- | --- | --- |\n| Reasons | 2 | Yes. |\n:::\n"
RECORD = "course.fr.md: [0123456789, abcdef0123]\n1-first/1-opening.fr.md: [0123456789, abcdef0123, 0000000000]\n"
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.lists(PIECES, max_size=25).map(lambda pieces: "".join(pieces).encode()),
    st.sampled_from([COURSE, MODULE, LESSON, QUIZ, ASSIGNMENT, EXAMPLE, DRAWING, RECORD]).map(str.encode),
    st.tuples(st.sampled_from([COURSE, LESSON, QUIZ, ASSIGNMENT, EXAMPLE]), st.lists(PIECES, max_size=15)).map(
        lambda parts: (parts[0] + "\n" + "".join(parts[1])).encode()
    ),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PATHS, CONTENTS, max_size=8), st.booleans())
def test_any_files_make_a_course_or_faults(files: dict[str, bytes], on_top_of_a_sound_course: bool) -> None:
    if on_top_of_a_sound_course:
        files = folder() | files
    compilation = compile_course("a-course", files)
    assert (compilation.course is None) == bool(compilation.faults)
    assert list(compilation.faults) == sorted(compilation.faults)
    assert all(fault.line >= 1 and str(fault).isprintable() for fault in compilation.faults)
    assert compile_course("a-course", dict(reversed(files.items()))) == compilation
    if compilation.course is not None:
        assert from_json(to_json(compilation.course)) == compilation.course


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_of_a_lesson_makes_a_course_or_faults_within_the_file(text: str) -> None:
    source = lesson_text("") + text
    lines = source.replace("\r", "\n").count("\n") + 1
    for fault in compile_course("a-course", folder({LESSON_PATH: source})).faults:
        assert fault.file == LESSON_PATH
        assert 1 <= fault.line <= lines


@pytest.mark.parametrize(
    "text",
    [
        "a" * 490_000,
        "a\n" * 240_000,
        "a\n\n" * 150_000,
        ">" * 5_000 + "\n\n" * 2,
        ("> " * 200 + "\n\n") * 1_000,
        "".join("  " * depth + "- a\n" for depth in range(600)),
        ("![[](" * 190 + "\n\n") * 400,
        ("*a **b __c " * 800 + "\n\n") * 50,
        ("`" * 900 + "a" + "\n\n") * 500,
        ("::: note\n\n" * 40_000),
        (":::\n\n" * 80_000),
        ("## Same words\n\n" * 25_000),
        ("| a " * 2_000 + "\n" + "| - " * 2_000 + "\n\n") * 20,
        ("[^a] " * 190 + "\n\n") * 300 + "[^a]: b",
        ("[[gone]] " * 190 + "\n\n") * 200,
        ("[x](gone.md) " * 190 + "\n\n") * 150,
    ],
    ids=range(16),
)  # fmt: skip
def test_hostile_text_is_done_with_in_seconds(text: str) -> None:
    started = time.process_time()
    compile_course("a-course", folder({LESSON_PATH: lesson_text("") + text}))
    assert time.process_time() - started < SECONDS


ROW = "| a {#a} |" + " b |" * 9 + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "::: field Why? {#why}\n:::\n\n" * 20_000,
        "::: field Why? {#why}\n" * 20_000,
        "::: field " + "{#" * 4_000 + "\n:::\n",
        "::: field a" + " " * 9_000 + "{#a}\n:::\n",
        "::: table-to-fill A {#a rows=3}\n" + "| a " * 2_400 + "|\n" + "| - " * 2_400 + "|\n:::\n",
        ("::: table-to-fill A {#a}\n| a | b |\n| - | - |\n" + "| c | d |\n" * 900 + ":::\n\n") * 10,
        "::: rubric\n| a | 2 b | 0 c |\n| - | - | - |\n" + "| d | e | f |\n" * 700 + ":::\n",
        ("::: rubric\n| a | 2 b | 0 c |\n| - | - | - |\n| d | e | f |\n:::\n\n") * 2_000,
        "::: rubric\n| a |" + "".join(f" {n} b |" for n in range(900)) + "\n|" + " - |" * 901 + "\n:::\n",
        "::: scores\n" * 30_000,
    ],
    ids=range(10),
)  # fmt: skip
@pytest.mark.parametrize(
    "path", [ASSIGNMENT_PATH, ASSIGNMENT_PATH.replace(".md", ".example-weak.md")], ids=["task", "example"]
)
def test_a_hostile_assignment_is_done_with_in_seconds(path: str, text: str) -> None:
    started = time.process_time()
    front = EXAMPLE if "example" in path else ASSIGNMENT
    compile_course("a-course", folder({ASSIGNMENT_PATH: ASSIGNMENT, path: f"{front}\n{text}"}))
    assert time.process_time() - started < SECONDS


def test_thousands_of_examples_are_refused_in_seconds() -> None:
    started = time.process_time()
    names = (ASSIGNMENT_PATH.replace(".md", f".example-{number}.md") for number in range(2_000))
    compilation = compile_course("a-course", folder({ASSIGNMENT_PATH: ASSIGNMENT, **dict.fromkeys(names, EXAMPLE)}))
    assert any("at most 40 model examples" in fault.message for fault in compilation.faults)
    assert time.process_time() - started < SECONDS


def test_scripts_and_tags_in_an_assignment_are_text() -> None:
    tag = "<script>alert(1)</script>"
    text = (
        ASSIGNMENT.replace("Reasons", f"Reasons {tag}").replace("told", tag)
        + f"\n::: field Why {tag} {{#why}}\n{tag} [x](javascript:alert)\n:::\n"
    )
    example = EXAMPLE.replace("Text.", tag).replace("Reasons", f"Reasons {tag}").replace("Yes.", tag)
    files = folder(
        {
            ASSIGNMENT_PATH: text.replace(" [x](javascript:alert)", ""),
            ASSIGNMENT_PATH.replace(".md", ".example-a.md"): example,
        }
    )
    course = compile_course("a-course", files).course
    assert course is not None
    (assignment,) = (unit for unit in course.units() if isinstance(unit, Assignment))
    made = (assignment.rubric[0].levels[0].html, assignment.fields[0].html, assignment.examples[0].texts[0].html)
    assert not any("<script" in html for html in made)
    assert compile_course("a-course", folder({ASSIGNMENT_PATH: text})).course is None


PARAGRAPH = (
    "The council looks at [the plan](https://example.org/plan) and asks **which** targets it serves. Someone from the"
    " office of finance brings three budget lines, and nobody leaves before each of them has a name and a date. Then"
    " they ask who is [[left out|baseline]], and write it down where residents can read it. "
)


def large_course(lessons: int) -> dict[str, bytes]:
    """A course of many lessons of 700 words with everything a lesson usually has."""
    text = (
        "## A heading\n\n"
        + "\n\n".join([PARAGRAPH] * 8)
        + "\n\n- one\n- two\n- three\n\n::: try\nOne thing to do.\n:::\n\n## Again\n\n"
    )
    text += "\n\n".join([PARAGRAPH] * 5) + "\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n"
    files = folder({"glossary.md": "---\ntitle: Words\n---\n\nBaseline\n: The start.\n"})
    for number in range(lessons):
        module = f"{number // 20 + 2}-module-{number // 20}"
        files[f"{module}/module.md"] = MODULE.encode()
        files[f"{module}/{number % 20 + 1}-lesson-{number}.md"] = lesson_text(text).encode()
    return files


def test_many_translated_lessons_that_are_all_stale_are_compiled_in_seconds_and_kept_as_json() -> None:
    files = large_course(300)
    files["course.fr.md"] = COURSE.replace("language: en\nlevel: introductory\n", "").encode()
    lessons = {path: content for path, content in files.items() if "lesson-" in path}
    files |= {path.replace(".md", ".fr.md"): content for path, content in lessons.items()}
    files["made-from.fr.yaml"] = write_record(marked(files, "fr", ())[0])
    files |= {path: content.replace(b"The council looks", b"A council looks", 3) for path, content in lessons.items()}
    started = time.process_time()
    course = compile_course("a-course", files).course
    compiled = time.process_time()
    assert isinstance(course, Course)
    text = to_json(course)
    assert from_json(text) == course
    assert sum('<div class="updated" role="note">' in unit.html for unit in course.in_language("fr").units()) == 300
    assert compiled - started < 10
    assert time.process_time() - compiled < 3


def test_a_thousand_lessons_are_compiled_in_seconds_and_kept_as_json() -> None:
    files = large_course(1_000)
    assert len(files[next(path for path in files if "lesson-0" in path)].split()) > 690
    started = time.process_time()
    course = compile_course("a-course", files).course
    compiled = time.process_time()
    assert isinstance(course, Course)
    text = to_json(course)
    assert from_json(text) == course
    assert compiled - started < 10
    assert time.process_time() - compiled < 3
