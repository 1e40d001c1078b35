"""The form under a thread for an answer that nobody has begun: the same for all who may send it, so it is a pattern."""

from dataclasses import dataclass

from markupsafe import Markup

from app.accounts.signing_in import signed_in_user_id
from app.forum.drafting import Spot, SpotKind
from app.forum.forms import NewAnswer, PostForm
from app.forum.trust import Level
from app.platform.forms import form_keys
from app.platform.i18n import _
from app.platform.patterns import Value, filled


@dataclass(frozen=True, slots=True)
class AnswerShape:
    """What decides how the form reads."""

    asks_conduct: bool
    is_hindered: bool
    level: Level

    def form(self, hindrance: str) -> PostForm:
        """The form itself, with nothing in it."""
        form = PostForm(formdata=None, data={"language": ""})
        form.asks_conduct = self.asks_conduct
        form.level = self.level
        form.hindrance = hindrance if self.is_hindered else ""
        return form


def new_answer_html(thread_id: int, form: NewAnswer) -> Markup:
    """The form, for who asks."""
    shape = AnswerShape(form.asks_conduct, bool(form.hindrance), form.level)
    values: dict[str, Value] = {
        "thread_id": thread_id,
        "person_id": signed_in_user_id(),
        "spot": Spot(SpotKind.THREAD, thread_id).key,
        "form_keys": form_keys(),
        "hindrance": form.hindrance,
        "send": _("Send the answer"),
    }
    return filled("forum/_answer.html", "new_answer_form", shape, values)
