"""A course with an assignment that asks for everything, and with model examples."""

from textwrap import dedent

TASK_PATH = "1-why-local/8-snapshot.md"
TASK = dedent(
    """\
    ---
    kind: assignment
    title: A snapshot
    words: [5, 60]
    files: {number: 2, kinds: [pdf, images], largest: 5 MB}
    links: 3
    reviews: {needed: 2, owed: 3, drafts: yes}
    pass: 5
    ---

    Choose one hazard.

    ::: field Which hazard? {#hazard words=20}
    One **only**.
    :::

    ::: table-to-fill Your actions {#actions rows=1..3 optional}
    | Action | Owner |
    | --- | --- |
    | what will be different | an office |
    :::

    ::: rubric
    | Criterion | Weight | 2 clear | 1 in part | 0 missing |
    | --- | --- | --- | --- | --- |
    | Picture {#picture} | 2 | with sources | facts | none |
    | Actions {#actions} | 1 | with owners | wishes | none |
    :::
    """
)
PRACTICE = dedent(
    """\
    ---
    title: Heat in Larkfield
    ---

    Larkfield has nowhere to cool down.

    ::: scores
    | Criterion | Level | Reason |
    | --- | --- | --- |
    | Picture | 1 | One fact, and no gauge was read. |
    | Actions | 0 | Nothing is proposed. |
    :::
    """
)
CHECK = PRACTICE.replace("title:", "use: check\ntitle:").replace("Larkfield", "Kestrelford")
CHECK = CHECK.replace("::: scores", "::: field Which hazard? {#hazard}\nFloods.\n:::\n\n::: scores")
WITH_TASK = {
    TASK_PATH: TASK,
    TASK_PATH.replace(".md", ".example-weak.md"): PRACTICE,
    TASK_PATH.replace(".md", ".example-ford.md"): CHECK,
}
ONLY_IN_EXAMPLES = ("Larkfield", "Kestrelford", "gauge was read")
