"""A small course to begin a new one from. Pure."""

from textwrap import dedent


def starter_course(title: str) -> dict[str, bytes]:
    """The files of a course that compiles without faults and shows each kind of unit."""
    files = {
        "course.md": f"""
            ---
            title: {_quoted(title)}
            summary: One sentence that says what a learner takes home.
            language: en
            level: introductory
            effort: 1 h
            outcomes:
              - Name one thing a learner can do afterwards
            audience:
              - Staff of municipalities and regions
            scope:
              in: [What the course covers]
              out: [What it leaves to others]
            authors:
              - name: Your name
            licence: CC BY-SA 4.0
            contact: you@example.org
            sdgs: [11]
            agendas: [2030-agenda]
            completion:
              lessons: all
              quizzes: passed
            ---

            Tell here, in a few sentences, for whom this course is and why it is worth the time.
            """,
        "glossary.md": """
            ---
            title: Words used in this course
            ---

            Baseline | baselines
            : The value of an indicator at the start, with its date.
            """,
        "1-first-module/module.md": """
            ---
            title: First module
            summary: What this module is about.
            ---
            """,
        "1-first-module/1-first-lesson.md": """
            ---
            title: First lesson
            summary: What the learner can do after it.
            ---

            Begin with what the reader will be able to do. One idea a lesson. A [[baseline]] is a word from the glossary.

            ## One thing to do

            ::: try
            Ask for one thing the reader can do in their own town today.
            :::

            ## Sources and further reading

            - Organisation, *Title*, year.
            """,
        "1-first-module/2-check.md": """
            ---
            kind: quiz
            title: Check what you know
            pass: 70
            ---

            ## What is a baseline? {#what-is-a-baseline}

            - ( ) The value we want to reach
              > That is the aim.
            - (x) The value at the start, with its date
              > Yes. Change is read against it.

            ::: explanation
            Without a baseline nobody can say what changed.
            :::
            """,
    }
    return {path: (dedent(text).lstrip("\n")).encode() for path, text in files.items()}


def _quoted(title: str) -> str:
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
