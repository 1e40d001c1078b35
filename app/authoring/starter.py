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
        "1-first-module/3-hand-in.md": """
            ---
            kind: assignment
            title: Your first step
            minutes: 45
            words: [200, 400]
            reviews: {needed: 2, owed: 3}
            pass: 4
            ---

            Describe one change you want to see in your town, and the first step towards it.

            ::: field Who takes the first step? {#who words=30}
            An office or a role, no names of people.
            :::

            ::: rubric
            | Criterion | Weight | 2 clear | 1 in part | 0 missing |
            | --- | --- | --- | --- | --- |
            | Change {#change} | 2 | a value now, and one to reach | a direction only | a wish |
            | Step {#step} | 1 | who, what and by when | one of them is open | no step |
            :::
            """,
        "1-first-module/3-hand-in.example-weak.md": """
            ---
            title: A cleaner market
            use: practice
            ---

            Write a model answer here, as a learner would. Those who review practise on it: they choose the levels first, then
            they see yours with your reasons. Three examples are good: a weak, a middling and a strong one.

            ::: scores
            | Criterion | Level | Reason |
            | --- | --- | --- |
            | Change | 1 | The market should be cleaner, but nobody can say how clean it is now. |
            | Step | 0 | No step is named. |
            :::
            """,
    }
    return {path: (dedent(text).lstrip("\n")).encode() for path, text in files.items()}


def _quoted(title: str) -> str:
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
