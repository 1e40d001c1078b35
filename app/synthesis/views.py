"""Reading syntheses: the pages, the lists, the files, for members and for visitors."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.forms import asked_number, asked_page
from app.forum.pages import readable_place
from app.platform import clock, once
from app.platform.catalogues import LANGUAGES, ORIGINAL
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.throttle import at_most, sender
from app.platform.verdicts import require
from app.synthesis.actions import Frame, begin
from app.synthesis.consenting import WHO_READS
from app.synthesis.document import Document
from app.synthesis.pages import Site, category_list, synthesis_page, whole_list
from app.synthesis.periods import next_period
from app.synthesis.policy import may_write
from app.synthesis.queries import last_days_in
from app.synthesis.reach import Reach
from app.synthesis.text_html import text_html

blueprint = Blueprint("syntheses", __name__)


class _File(NamedTuple):
    """A kind of file: what browsers call it, how often one person may have it made, and what makes it.

    The maker is loaded when it is wanted, because it is large.
    """

    mimetype: str
    rate: str
    maker: Callable[[], Callable[[Document], bytes]]


def _markdown() -> Callable[[Document], bytes]:
    from app.synthesis.as_markdown import markdown_file

    return markdown_file


def _docx() -> Callable[[Document], bytes]:
    from app.synthesis.as_docx import word_file

    return word_file


def _pdf() -> Callable[[Document], bytes]:
    from app.synthesis.as_pdf import CannotBeDrawn, pdf_file

    def drawn(document: Document) -> bytes:
        try:
            return pdf_file(document)
        except CannotBeDrawn as lacking:
            raise CannotBe(
                _(
                    "The fonts here lack these signs: %(signs)s. Take the Word file, or print the page instead.",
                    signs=lacking.signs,
                )
            ) from lacking

    return drawn


FILES = {
    "md": _File("text/markdown", "30 per minute", _markdown),
    "docx": _File("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "30 per minute", _docx),
    # It takes a second or more, in which the others wait.
    "pdf": _File("application/pdf", "6 per minute", _pdf),
}


@blueprint.get("/syntheses")
def list_syntheses() -> ResponseReturnValue:
    """All that are published for whoever asks."""
    page = whole_list(current_actor(), asked_page(request.args.get("page", "")))
    return render_template("synthesis/list_syntheses.html", page=page)


@blueprint.get("/syntheses/<int:synthesis_id>")
def show_synthesis(synthesis_id: int) -> ResponseReturnValue:
    """The newest version of a synthesis."""
    return _shown(synthesis_id)


@blueprint.get("/syntheses/<int:synthesis_id>/versions/<int:number>")
def show_version(synthesis_id: int, number: int) -> ResponseReturnValue:
    """A version of a synthesis, without what was taken back since."""
    return _shown(synthesis_id, number)


@blueprint.get("/syntheses/<int:synthesis_id>/file.<ending>")
def download(synthesis_id: int, ending: str) -> ResponseReturnValue:
    """A synthesis as a file, as its reader sees it now."""
    kind = FILES.get(ending)
    if kind is None:
        raise NotFound(_("There is no such file. A synthesis is there as Markdown, for Word and as PDF."))
    number = asked_number(request.args.get("version", "")) or None
    actor = current_actor()
    document = synthesis_page(actor, synthesis_id, site(), number, root=site_root()).document
    # The same document is the same file, so whoever has it need not fetch it, nor we make it again.
    tag = sha256(f"{ending}\n{document!r}".encode()).hexdigest()[:32]
    if tag in request.if_none_match:
        response = Response(status=304)
    else:
        at_most(kind.rate, f"synthesis {ending}", str(actor.user_id or sender()))
        response = send_file(
            BytesIO(kind.maker()(document)),
            mimetype=kind.mimetype,
            as_attachment=True,
            download_name=f"{document.file_name}.{ending}",
            etag=False,
        )
    response.set_etag(tag)
    # Consent may be taken back at any time: it is asked for each time.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.get("/forum/categories/<key>/syntheses")
def list_of_category(key: str) -> ResponseReturnValue:
    """The syntheses of a category, with the drafts for those who write them."""
    signed_in_user_id()
    page = category_list(current_actor(), key, clock.today())
    return render_template("synthesis/list_of_category.html", page=page, readers=WHO_READS)


@blueprint.post("/forum/categories/<key>/syntheses")
def begin_next(key: str) -> ResponseReturnValue:
    """Begin the synthesis of the time since the last one."""
    signed_in_user_id()
    actor = current_actor()
    place = readable_place(actor, key)
    require(may_write(actor, place))
    require_whole_form()
    period = next_period(last_days_in(place.id), clock.today())
    code = language() if language() in LANGUAGES else ORIGINAL
    frame = Frame(_("What we learnt from each other"), code, period, "", Reach.CATEGORY)
    with transaction():
        synthesis = begin(place.id, frame)
        there = url_for("synthesis_editing.show_editor", synthesis_id=synthesis.id)
        once.remember(there)
    flash(_("The draft is made. Only those who look after the category see it."))
    return redirect(there, 303)


def site() -> Site:
    """What files and citations call this site."""
    return Site(str(current_app.jinja_env.globals["site_name"]), site_root())


def _shown(synthesis_id: int, number: int | None = None) -> ResponseReturnValue:
    page = synthesis_page(current_actor(), synthesis_id, site(), number)
    return render_template(
        "synthesis/show_synthesis.html",
        page=page,
        document=page.document,
        html=text_html,
    )
