"""A synthesis with all that one can hold, for whoever looks at its pages."""

from app.accounts.models import User
from app.platform.database import db, transaction
from app.synthesis.actions import change_section
from app.synthesis.consenting import Answer
from app.synthesis.models import SynthesisSection
from app.synthesis.reach import Reach
from tests.forum.threads import answered, opened_thread
from tests.synthesis.syntheses import TEXT, agreed, draft, picked, published, quotation_of, sections

_ARABIC = "سألنا الناس في اجتماعات الأحياء."


def tell_of_water(learner: User, graduate: User, staff: User) -> dict[str, str]:
    """A public synthesis in two versions: quotations with and without names, one taken back, one not answered."""
    asked = opened_thread(learner, "How do you find leaks?")
    listened = answered(asked, graduate, TEXT)
    opened_thread(staff, "فكرة عن الماء", text=_ARABIC, language="ar")
    also = answered(asked, learner, "We asked the children, who knew all of it.")
    number = draft(reach=Reach.PUBLIC, title="What towns learnt about water")
    first = picked(number, listened)
    agreed(first)
    regretted = picked(number, listened, "It costs nothing.", "Money was seldom the reason.")
    agreed(regretted)
    open_question = picked(number, also, "We asked the children", "Somebody asked who knows.")
    for section_id in sections(number)[:3]:
        with transaction():
            heading = db.session.get_one(SynthesisSection, section_id).heading
            change_section(
                section_id, heading, "Most **agree**:\n\n- listen\n- count\n\n### In short\n\nBoth.", saves=0
            )
    published(number, staff)
    agreed(regretted, Answer.NO)
    published(number, staff)
    draft(title="Not written yet")
    in_arabic = draft(reach=Reach.MEMBERS, language="ar", title="ما تعلمناه عن الماء")
    with transaction():
        change_section(sections(in_arabic)[0], "ما نتفق عليه", f"{_ARABIC} (SDG 6)", saves=0)
    published(in_arabic, staff)
    return {
        "synthesis": str(number),
        "arabic_synthesis": str(in_arabic),
        "synthesis_section": str(sections(number)[0]),
        "synthesis_item": str(first),
        "synthesis_post": str(also.id),
        "asked_quotation": str(quotation_of(open_question).id),
        "answered_quotation": str(quotation_of(first).id),
    }
