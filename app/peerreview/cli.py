"""`flask reviews …`: how a score came about, and scores made anew."""

import click
from flask.cli import AppGroup

from app.peerreview.explanation import Explanation, ReviewLine
from app.peerreview.scoring import score_course
from app.peerreview.staff_pages import explained
from app.peerreview.staff_queries import find_result
from app.peerreview.tasks import tasks_of_course
from app.platform.database import transaction

commands = AppGroup("reviews", help="Look at scores of reviewed work, and make them anew.")


@commands.command("explain")
@click.argument("submission", type=int)
def explain(submission: int) -> None:
    """Tell how the score of a piece of work came about, and check that its stored inputs still give it.

    SUBMISSION is the number of the work, as it stands in the address of its page. People are told by number.
    """
    result = find_result(submission)
    if result is None:
        raise click.ClickException(f"Nobody has reviewed a submission {submission}, so there is nothing to explain.")
    told = explained(result)
    if told is None:
        click.echo(f"Submission {submission} has no score: none of its reviews counts.")
        return
    for line in _lines_about(told.explanation):
        click.echo(line)
    if result.final_score is not None:
        click.echo(
            f"Published as final: {result.final_score:.2f}. A final score rises by itself, and falls for nobody."
        )
    if result.decided_score is not None:
        click.echo(f"An appeal decided: {result.decided_score:.2f}. Nothing else moves it.")
    if not told.is_same:
        raise click.ClickException("Reckoned again from its stored inputs, the score is another. Please report this.")
    click.echo(f"Reckoned again from its stored inputs of {result.reckoned_at:%Y-%m-%d %H:%M} UTC: the same.")


@commands.command("score")
@click.argument("course")
def score(course: str) -> None:
    """Make all scores of a course anew, now."""
    with transaction():
        tasks = tasks_of_course(course)
        score_course(tasks)
    if not tasks:
        raise click.ClickException(f"No course “{course}” with work handed in is published here.")
    click.echo(f"The scores of {len(tasks)} assignment(s) of {course} are made anew.")


def _lines_about(told: Explanation) -> list[str]:
    way = "the model" if told.method == "model" else "the plain mean"
    other = "the plain mean" if told.method == "model" else "the model"
    return [
        f"Submission {told.submission_id}: {told.band.score:.2f} of 100 by {way}.",
        f"In 90 of 100 cases the truth lies between {told.band.low:.1f} and {told.band.high:.1f}"
        f" (standard error {told.band.standard_error:.2f}); {other} gives {told.beside.score:.2f}.",
        f"Between the highest and the lowest review lie {told.spread:.1f} points.",
        *(text for line in told.lines for text in _lines_of(line)),
        f"Together: {told.before_the_edge:.2f}." + ("" if not told.notes else f" Notes: {', '.join(told.notes)}."),
    ]


def _lines_of(line: ReviewLine) -> list[str]:
    head = f"- Review {line.review_id} by reader {line.reviewer_id}: gave {line.given:.2f}"
    if not line.counts:
        return [f"{head}, does not count."]
    sure = "" if line.leaning.is_sure else ", which may be chance"
    known = f"{line.reviews_before} reviews and {line.gold_before} examples are known of them"
    return [
        f"{head}, leaning {line.leaning.direction.value} by {line.leaning.points:.2f}{sure}"
        f" ({known}; usual error {line.usual_error:.2f}).",
        f"  Without that {line.corrected:.2f}; share {100 * line.share:.1f} %{' (capped)' if line.is_capped else ''};"
        f" brings {line.brings:.2f}. Beside the others it {_AGREES[line.agreement.value]}.",
    ]


_AGREES = {"alone": "stands alone", "agrees": "agrees", "partly": "agrees with some", "differs": "differs"}
