"""Asking authors for their words, and what they answer. Nothing here commits; the synthesis's row is held before."""

from collections.abc import Collection

from sqlalchemy import select, update

from app.platform import clock
from app.platform.database import db
from app.platform.errors import CannotBe
from app.platform.i18n import _
from app.synthesis.consenting import CONSENT_VERSION, Answer, may_be_reminded
from app.synthesis.models import Synthesis, SynthesisItem, SynthesisQuotation, SynthesisSection, SynthesisVersion
from app.synthesis.telling import no_question_more, tell_quoted
from app.synthesis.written import read


def ask(synthesis: Synthesis, post_id: int, author_id: int, words: str, language: str) -> SynthesisQuotation:
    """Ask an author whether these words may stand in a synthesis, for the readers it is meant for."""
    quotation = SynthesisQuotation(
        synthesis_id=synthesis.id,
        post_id=post_id,
        author_id=author_id,
        words=words,
        language=language,
        reach=synthesis.reach,
        asked_at=clock.now(),
    )
    db.session.add(quotation)
    db.session.flush()
    tell_quoted(synthesis, quotation)
    return quotation


def ask_again(synthesis: Synthesis) -> int:
    """Ask anew whoever was asked about fewer readers than it is meant for by now; says how many were asked."""
    current = (
        select(SynthesisItem, SynthesisQuotation)
        .join(SynthesisSection, SynthesisSection.id == SynthesisItem.section_id)
        .join(SynthesisQuotation, SynthesisQuotation.id == SynthesisItem.quotation_id)
        .where(SynthesisSection.synthesis_id == synthesis.id)
        .order_by(SynthesisItem.id)
    )
    asked = 0
    for item, before in db.session.execute(current).all():
        # Who said no is not asked again because more people would read it.
        if before.reach.covers(synthesis.reach) or before.answer is Answer.NO:
            continue
        item.quotation_id = ask(synthesis, before.post_id, before.author_id, before.words, before.language).id
        db.session.flush()
        drop_unused(synthesis.id, [before.id])
        asked += 1
    return asked


def remind(synthesis: Synthesis, quotation: SynthesisQuotation) -> None:
    """Ask once more, a week after the first time; raises CannotBe."""
    if not may_be_reminded(quotation.asked_at, quotation.reminded_at, quotation.answer, clock.now()):
        raise CannotBe(_("People are reminded once, when they have not answered for seven days."))
    quotation.reminded_at = clock.now()
    db.session.flush()
    tell_quoted(synthesis, quotation, again=True)


def take_answer(quotation_id: int, answer: Answer) -> SynthesisQuotation:
    """Keep what an author says about their words; it counts at once, for every version."""
    quotation = db.session.get_one(SynthesisQuotation, quotation_id, with_for_update=True, populate_existing=True)
    now = clock.now()
    quotation.answer, quotation.answered_at = answer, now
    if answer is not Answer.NO:
        quotation.agreed_at, quotation.consent_version = now, CONSENT_VERSION
    db.session.flush()
    no_question_more([quotation_id])
    return quotation


def drop_unused(synthesis_id: int, quotation_ids: Collection[int]) -> None:
    """Forget quotations that the synthesis no longer has, unless a version that was published still points at them."""
    no_question_more(quotation_ids)
    contents = db.session.scalars(
        select(SynthesisVersion.content).where(SynthesisVersion.synthesis_id == synthesis_id)
    ).all()
    published = {item.quotation_id for content in contents for item in read(content).items}
    unused = set(quotation_ids) - published
    # The rows that point at them are told first: not every session reads them again.
    db.session.execute(update(SynthesisItem).where(SynthesisItem.quotation_id.in_(unused)).values(quotation_id=None))
    for quotation_id in unused:
        quotation = db.session.get(SynthesisQuotation, quotation_id)
        if quotation is not None:
            db.session.delete(quotation)
    db.session.flush()
