"""Who is told what of syntheses, in the transaction that makes it so."""

from collections.abc import Collection

from sqlalchemy import select

from app.forum.kinds import Followed
from app.forum.models import Category, Follow
from app.forum.readers import who_still_read
from app.forum.tenders import who_tend
from app.platform.database import db
from app.platform.telling import tell, withdraw
from app.synthesis.models import Synthesis, SynthesisQuotation
from app.synthesis.notices import NEW_SYNTHESIS, QUOTED, SYNTHESES, SYNTHESIS_DUE


def about_quotation(quotation_id: int, *, again: bool = False) -> str:
    """How a notice names a quotation; the reminder is another happening."""
    return f"quotation-{quotation_id}{'-again' if again else ''}"


def tell_quoted(synthesis: Synthesis, quotation: SynthesisQuotation, *, again: bool = False) -> None:
    """A passage is chosen, or waits for an answer for a week: to whoever wrote it."""
    about = about_quotation(quotation.id, again=again)
    tell(QUOTED, quotation.author_id, about=about, leads_to=f"/quotations/{quotation.id}", synthesis=synthesis.title)


def no_question_more(quotation_ids: Collection[int]) -> None:
    """Nobody need answer any more: the words are out, or other words are asked about."""
    withdraw(
        SYNTHESES.key, [about_quotation(number, again=again) for number in quotation_ids for again in (False, True)]
    )


def tell_published(synthesis: Synthesis, category: Category, quoted: Collection[int]) -> None:
    """A synthesis is there for the first time: to those who follow its category and to those it quotes."""
    followers = select(Follow.user_id).where(Follow.what == Followed.CATEGORY, Follow.target == str(category.id))
    people = who_still_read(set(db.session.scalars(followers)) | set(quoted), category)
    about = f"synthesis-{synthesis.id}"
    tell(NEW_SYNTHESIS, *sorted(people), about=about, leads_to=address_of(synthesis), synthesis=synthesis.title)


def tell_taken_back(synthesis: Synthesis) -> None:
    """A synthesis is there no longer: whoever was told of it and has not seen it need not."""
    withdraw(SYNTHESES.key, [f"synthesis-{synthesis.id}"])


def tell_due(category: Category, title: str, quarter: str) -> None:
    """A quarter with much in it passed without a synthesis: to those who look after the category, once."""
    people = sorted(who_tend(category.course_slug))
    leads_to = f"/forum/categories/{category.key}/syntheses"
    tell(SYNTHESIS_DUE, *people, about=f"due-{category.id}-{quarter}", leads_to=leads_to, category=title)


def address_of(synthesis: Synthesis) -> str:
    """Where it is read."""
    return f"/syntheses/{synthesis.id}"
