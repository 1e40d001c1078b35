"""An assignment with examples to practise on, and somebody who scores them."""

from collections.abc import Mapping

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import course_files, published, send
from tests.peerreview.assignments import KEY, SLUG, UNIT

REVIEWS = f"{UNIT}/reviews"
EXAMPLES = f"{REVIEWS}/examples"
NEXT = f"{EXAMPLES}/next"
JUDGED = """---
kind: assignment
title: A priority sheet
words: [3, 8]
pass: 2
---

Choose one target.

::: rubric
| Criterion | 2 strong | 1 in part | 0 missing |
| --- | --- | --- | --- |
| Reasons {#reasons} | told and weighed | told | none |
| Actions {#actions} | with owners | wishes | none |
:::
"""
# By the town an example tells of: the points of both criteria, and so its score.
TOWNS = {"Larkfield": (0, 0), "Eastport": (1, 1), "Riverton": (2, 2)}


def example(town: str, points: tuple[int, int], *, language: str = "") -> str:
    """An example that staff scored."""
    told = f"\nlanguage: {language}" if language else ""
    reasons, actions = points
    return f"""---
title: The sheet of {town}{told}
use: practice
---

{town} collects waste in every street.

::: scores
| Criterion | Level | Reason |
| --- | --- | --- |
| Reasons | {reasons} | Staff looked for reasons in {town}. |
| Actions | {actions} | Staff looked for actions in {town}. |
:::
"""


def a_course_with_examples(
    towns: Mapping[str, tuple[int, int]] = TOWNS, *, language: str = "", slug: str = SLUG, title: str = "Localizing"
) -> None:
    """Publish a course with the assignment and these examples."""
    place = f"1-why-local/95-{KEY}"
    files = {f"{place}.md": JUDGED}
    for number, (town, points) in enumerate(towns.items()):
        files[f"{place}.example-e{number}.md"] = example(town, points, language=language)
    published(course_files(title=title, more=files), slug=slug)


def town_on(html: str) -> str:
    """The town that the example on a page tells of."""
    (town,) = [name for name in (*TOWNS, "Kestrelford", "Marwood", "Northgate") if f"The sheet of {name}" in html]
    return town


def score(client: FlaskClient, points: tuple[int, int] | None = None) -> TestResponse:
    """Score the next example, as staff did unless told otherwise."""
    reasons, actions = points or TOWNS[town_on(client.get(NEXT).text)]
    return send(client, NEXT, {"level-reasons": str(reasons), "level-actions": str(actions)})
