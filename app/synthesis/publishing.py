"""Publishing a synthesis, and taking it back. Nothing here commits."""

from sqlalchemy import func, select

from app.platform import audit, clock
from app.platform.database import db
from app.platform.errors import CannotBe
from app.platform.i18n import _
from app.synthesis.actions import hold
from app.synthesis.asking import drop_unused
from app.synthesis.finding import find_again
from app.synthesis.models import Synthesis, SynthesisQuotation, SynthesisVersion
from app.synthesis.queries import as_written, category_of
from app.synthesis.telling import no_question_more, tell_published, tell_taken_back
from app.synthesis.written import kept


def publish(synthesis_id: int, actor_id: int) -> SynthesisVersion:
    """Let its readers see a synthesis as it stands now; raises CannotBe while there is nothing to read."""
    synthesis = hold(synthesis_id)
    written = as_written(synthesis)
    if not (written.introduction or any(section.text or section.items for section in written.sections)):
        raise CannotBe(_("There is nothing to read yet. Write an introduction, or something in a section."))
    last = db.session.scalar(
        select(func.max(SynthesisVersion.number)).where(SynthesisVersion.synthesis_id == synthesis_id)
    )
    now = clock.now()
    version = SynthesisVersion(
        synthesis_id=synthesis_id, number=(last or 0) + 1, published_at=now, content=kept(written)
    )
    db.session.add(version)
    is_first = synthesis.published_at is None
    synthesis.published_at = synthesis.published_at or now
    synthesis.revised_at, synthesis.shown_to = now, synthesis.reach
    db.session.flush()
    audit.note(
        actor_id,
        "synthesis.published",
        "synthesis",
        synthesis_id,
        version=version.number,
        reach=synthesis.reach.value,
    )
    find_again(synthesis)
    if is_first:
        tell_published(synthesis, category_of(synthesis), _quoted_in(synthesis))
    return version


def take_back(synthesis_id: int, actor_id: int) -> None:
    """Let nobody read a synthesis any more; it is a draft again, and its versions stay."""
    synthesis = hold(synthesis_id)
    if synthesis.shown_to is None:
        raise CannotBe(_("This synthesis is not published."))
    synthesis.shown_to = None
    db.session.flush()
    audit.note(actor_id, "synthesis.withdrawn", "synthesis", synthesis_id)
    find_again(synthesis)
    tell_taken_back(synthesis)


def throw_away(synthesis_id: int) -> None:
    """Delete a draft that was never published; raises CannotBe for one that was."""
    synthesis = hold(synthesis_id)
    if synthesis.published_at is not None:
        raise CannotBe(_("What was published once can be taken back, but not deleted."))
    quotations = db.session.scalars(
        select(SynthesisQuotation.id).where(SynthesisQuotation.synthesis_id == synthesis_id)
    ).all()
    no_question_more(quotations)
    drop_unused(synthesis_id, quotations)
    db.session.delete(synthesis)
    db.session.flush()


def _quoted_in(synthesis: Synthesis) -> set[int]:
    """Who agreed to be quoted."""
    return set(
        db.session.scalars(
            select(SynthesisQuotation.author_id).where(
                SynthesisQuotation.synthesis_id == synthesis.id, SynthesisQuotation.agreed_at.is_not(None)
            )
        )
    )
