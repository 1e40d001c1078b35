"""Walks every route of the application as every role; a route that declares no expectation fails."""

from collections.abc import Mapping
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask, session
from flask.sessions import SessionMixin
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from app.accounts.actions import give_role
from app.accounts.models import User
from app.accounts.roles import Role
from app.certificates.queries import codes_of
from app.forum.actions import Written, reply
from app.forum.case_actions import report_post
from app.forum.fishbowl_actions import open_fishbowl
from app.forum.fishbowl_note_actions import leave_note
from app.platform import clock, throttle
from app.platform.database import db, transaction
from tests.builders import RIGHT_ANSWERS, course_files, enrolled, person, published, send, sign_in
from tests.directory.profiles import listed
from tests.forum.threads import first_post, opened_thread
from tests.organisations.towns import joined, town
from tests.peerreview.assignments import PLAIN
from tests.peerreview.pools import hand_in_as, mentored
from tests.synthesis.syntheses import draft, picked, quotation_of, sections
from tests.synthesis.syntheses import published as published_synthesis

VISITOR = "visitor"
OUTSIDER = "outsider"
LEARNER = "learner"
KNOWLEDGE_MANAGER = "knowledge_manager"
FACILITATOR = "facilitator"
# Holds both roles of a course, in another course than the one that is walked: nothing may follow from that here.
ELSEWHERE = "facilitator and knowledge manager elsewhere"
MANAGER = "organisation_manager"
UCLG = "uclg_learning"
ADMINISTRATOR = "administrator"
WALKERS = (VISITOR, OUTSIDER, LEARNER, FACILITATOR, KNOWLEDGE_MANAGER, ELSEWHERE, MANAGER, UCLG, ADMINISTRATOR)

# "in" leads to the sign-in page. A number for all, or numbers by walker with `None` for everybody else.
Expected = int | str | Mapping[str | None, int | str]
ByWalker = dict[str | None, int | str]
ENROLLED_ONLY: Expected = {VISITOR: "in", LEARNER: 200, None: 403}
# Who never handed in has received nothing.
NOTHING_RECEIVED: Expected = {VISITOR: "in", LEARNER: 404, None: 403}
STAFF: Expected = {VISITOR: "in", UCLG: 200, ADMINISTRATOR: 200, None: 403}
# Nobody has the number that is asked for.
STAFF_404: Expected = {VISITOR: "in", UCLG: 404, ADMINISTRATOR: 404, None: 403}
ADMINISTRATORS_ONLY: Expected = {VISITOR: "in", ADMINISTRATOR: 200, None: 403}
PEOPLE_OF_COURSES: dict[str | None, int | str] = {VISITOR: "in", FACILITATOR: 200, ELSEWHERE: 200, UCLG: 200, None: 403}
SIGNED_IN: Expected = {VISITOR: "in", None: 200}
WHO_TAKE_PART = (LEARNER, FACILITATOR, KNOWLEDGE_MANAGER, UCLG)
OF_THE_COURSE: dict[str | None, int | str] = {VISITOR: "in", **dict.fromkeys(WHO_TAKE_PART, 200), None: 404}
# Published for those who read the category; that there is one is hidden from all others.
OF_ITS_READERS: dict[str | None, int | str] = {**dict.fromkeys(WHO_TAKE_PART, 200), None: 404}
INVITERS = (FACILITATOR, ELSEWHERE, MANAGER, UCLG, ADMINISTRATOR)


def is_of_work(rule: str) -> bool:
    """Whether only assignments have such a page."""
    return any(f"<unit_key>/{page}" in rule for page in ("work", "reviews"))


def looked_after(status: int) -> ByWalker:
    """What those meet who look after some course, and the site's own staff; everybody else is refused."""
    who = (FACILITATOR, KNOWLEDGE_MANAGER, ELSEWHERE, UCLG, ADMINISTRATOR)
    return {VISITOR: "in", **dict.fromkeys(who, status), None: 403}


def who_tend(status: int, *, others: int = 403) -> ByWalker:
    """What those meet who look after the category of the course; from outsiders it is hidden."""
    walkers: ByWalker = {FACILITATOR: status, UCLG: status, LEARNER: others, KNOWLEDGE_MANAGER: others}
    return {VISITOR: "in", **walkers, None: 404}


def inviters_only(status: int) -> ByWalker:
    """What those meet who may invite; everybody else is refused."""
    return {VISITOR: "in", **dict.fromkeys(INVITERS, status), None: 403}


STAFF_OF_INVITATIONS: ByWalker = {VISITOR: "in", FACILITATOR: 404, ELSEWHERE: 404, MANAGER: 404, None: 403}
WHO_CHOOSE: Expected = {VISITOR: "in", FACILITATOR: 200, KNOWLEDGE_MANAGER: 200, UCLG: 200, None: 403}
WHO_CHOOSE_WRONGLY: Expected = {VISITOR: "in", FACILITATOR: 422, KNOWLEDGE_MANAGER: 422, UCLG: 422, None: 403}
# The organisation that is walked is listed, so that whoever may not manage it is refused rather than left in the dark.
WHO_LOOK_AFTER_IT: Expected = {VISITOR: "in", KNOWLEDGE_MANAGER: 200, UCLG: 200, None: 403}
MANAGERS: Expected = {VISITOR: "in", MANAGER: 200, UCLG: 200, ADMINISTRATOR: 200, None: 403}
MANAGERS_TELL_MORE: Expected = {VISITOR: "in", MANAGER: 422, UCLG: 422, ADMINISTRATOR: 422, None: 403}
ARRANGERS: Expected = {VISITOR: "in", UCLG: 200, ADMINISTRATOR: 200, None: 403}
ARRANGERS_TELL_MORE: Expected = {VISITOR: "in", UCLG: 422, ADMINISTRATOR: 422, None: 403}
ARRANGERS_FIND_NONE: Expected = {VISITOR: "in", UCLG: 404, ADMINISTRATOR: 404, None: 403}

SLUG = "localizing-the-sdgs"
# Of the course that is walked; work of somebody waits there, and nobody has reviewed any.
FACILITATORS: Expected = {VISITOR: "in", FACILITATOR: 200, UCLG: 200, ADMINISTRATOR: 200, None: 403}
FACILITATORS_404: Expected = {VISITOR: "in", FACILITATOR: 404, UCLG: 404, ADMINISTRATOR: 404, None: 403}
# What is not said stays as it is.
FACILITATORS_GO_ON: Expected = {VISITOR: "in", FACILITATOR: 303, UCLG: 303, ADMINISTRATOR: 303, None: 403}
CALL = "next-cohort"
OPEN_CALL = """
    ---
    title: Next cohort
    opens: {opens}
    closes: {closes}
    starts: {starts}
    ends: {starts}
    questions:
      - id: why
        label: Why?
    criteria:
      - id: need
        label: Need
        scale: [Weak, Strong]
    ---
    """
EXPECTATIONS: dict[str, Expected] = {
    "GET /calls": 200,
    "GET /calls/<slug>/<key>": 200,
    "GET /calls/<slug>/<key>/form": SIGNED_IN,
    # A form without a step is saved.
    "POST /calls/<slug>/<key>/form": {VISITOR: "in", None: 303},
    # Whoever has not applied has no application, and whoever has, has no offer to answer.
    "GET /calls/<slug>/<key>/mine": {VISITOR: "in", LEARNER: 200, None: 404},
    # By now the walk has saved a draft as each of them.
    "POST /calls/<slug>/<key>/mine/answer": {VISITOR: "in", None: 403},
    "POST /calls/<slug>/<key>/mine/withdrawal": {VISITOR: "in", LEARNER: 303, None: 403},
    "GET /calls/<slug>/<key>/selection": WHO_CHOOSE,
    "GET /calls/<slug>/<key>/offers": WHO_CHOOSE,
    # The call is still open.
    "POST /calls/<slug>/<key>/offers": {VISITOR: "in", None: 403},
    "GET /calls/<slug>/<key>/applications/<int:application_id>": WHO_CHOOSE,
    "POST /calls/<slug>/<key>/applications/<int:application_id>": {
        VISITOR: "in",
        FACILITATOR: 303,
        KNOWLEDGE_MANAGER: 303,
        UCLG: 303,
        None: 403,
    },
    "POST /calls/<slug>/<key>/panel": WHO_CHOOSE_WRONGLY,
    "POST /calls/<slug>/<key>/panel/<int:user_id>/removal": {
        VISITOR: "in",
        FACILITATOR: 404,
        KNOWLEDGE_MANAGER: 404,
        UCLG: 404,
        None: 403,
    },
    "GET /calls/<slug>/<key>/balance": WHO_CHOOSE,
    "GET /calls/<slug>/<key>/balance.csv": WHO_CHOOSE,
    "GET /facilitating": {VISITOR: "in", FACILITATOR: 200, ELSEWHERE: 200, UCLG: 200, ADMINISTRATOR: 200, None: 403},
    "GET /facilitating/<slug>/<unit_key>": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/work": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/reports": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/appeals": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/readers": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/examples": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/signs": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/method": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/reviews.csv": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/scores.csv": FACILITATORS,
    "GET /facilitating/<slug>/<unit_key>/work/<int:submission_id>": FACILITATORS_404,
    "GET /facilitating/<slug>/<unit_key>/work/<int:submission_id>/asking": FACILITATORS_404,
    "GET /facilitating/<slug>/<unit_key>/reviews/<int:review_id>/<step>": FACILITATORS_404,
    "GET /facilitating/<slug>/<unit_key>/reports/<int:report_id>": FACILITATORS_404,
    "GET /facilitating/<slug>/<unit_key>/appeals/<int:appeal_id>": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/work/<int:submission_id>/taking": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/work/<int:submission_id>/mentors": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/work/<int:submission_id>/asking": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/work/<int:submission_id>/language": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/reviews/<int:review_id>/<step>": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/reports/<int:report_id>": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/appeals/<int:appeal_id>": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/appeals/<int:appeal_id>/taking": FACILITATORS_404,
    "POST /facilitating/<slug>/<unit_key>/method": FACILITATORS_GO_ON,
    "POST /facilitating/<slug>/<unit_key>/method/results": FACILITATORS_GO_ON,
    "GET /readings": SIGNED_IN,
    # What somebody else was given to read is nobody's business.
    "GET /readings/<int:reading_id>": {VISITOR: "in", None: 404},
    "POST /readings/<int:reading_id>": {VISITOR: "in", None: 404},
    "POST /readings/<int:reading_id>/conflict": {VISITOR: "in", None: 404},
    "GET /": 200,
    "GET /courses": 200,
    "GET /courses/<slug>": 200,
    "GET /courses/<slug>/glossary": 200,
    # The learner completed it; who writes other courses may as well.
    "GET /courses/<slug>/review": {VISITOR: "in", LEARNER: 200, ELSEWHERE: 200, None: 403},
    "POST /courses/<slug>/review": {VISITOR: "in", LEARNER: 422, ELSEWHERE: 422, None: 403},
    "GET /courses/<slug>/reviews": WHO_LOOK_AFTER_IT,
    "GET /courses/<slug>/reviews.csv": WHO_LOOK_AFTER_IT,
    "GET /accessibility": 200,
    "GET /media/<string(length=32):digest>/<name>": 404,
    "GET /register": {VISITOR: 200, None: 302},
    "POST /register": {VISITOR: 422, None: 302},
    "GET /register/sent": 200,
    "GET /register/confirm/<secret>": 404,
    "POST /register/confirm/<secret>": 404,
    "GET /sign-in": {VISITOR: 200, None: 302},
    "POST /sign-in": {VISITOR: 422, None: 302},
    "POST /sign-out": 303,
    "GET /sign-in/mail": 200,
    "POST /sign-in/mail": 422,
    "GET /sign-in/mail/sent": 200,
    "GET /links/<secret>": 404,
    "POST /links/<secret>": 404,
    "GET /account": SIGNED_IN,
    "POST /account": {VISITOR: "in", None: 422},
    "GET /account/sessions": SIGNED_IN,
    # Whose session a number belongs to is nobody's business.
    "POST /account/sessions/<int:session_id>/end": {VISITOR: "in", None: 404},
    "POST /account/sessions/end-others": {VISITOR: "in", None: 303},
    # Nobody here has taken the first step only.
    "GET /sign-in/code": {VISITOR: 303, None: 302},
    "POST /sign-in/code": {VISITOR: 303, None: 302},
    "POST /sign-in/passkey": 422,
    "GET /sign-in/with/<key>": 404,
    "GET /sign-in/with/<key>/back": 404,
    "GET /sign-in/linking": 404,
    "POST /sign-in/linking": 404,
    "GET /account/prove": SIGNED_IN,
    "POST /account/prove": {VISITOR: "in", None: 422},
    "GET /account/security": SIGNED_IN,
    "GET /account/security/password": SIGNED_IN,
    "POST /account/security/password": {VISITOR: "in", None: 422},
    "GET /account/security/address": SIGNED_IN,
    "POST /account/security/address": {VISITOR: "in", None: 422},
    "GET /account/security/address/asked": SIGNED_IN,
    "GET /account/security/second-step": SIGNED_IN,
    # Who has not seen a key has none to confirm.
    "POST /account/security/second-step": SIGNED_IN,
    "GET /account/security/second-step/off": SIGNED_IN,
    "POST /account/security/second-step/off": {VISITOR: "in", None: 422},
    "GET /account/security/recovery-codes": {VISITOR: "in", None: 302},
    "POST /account/security/recovery-codes": {VISITOR: "in", None: 422},
    "POST /account/security/recovery-codes/kept": {VISITOR: "in", None: 303},
    "GET /account/security/passkeys/new": SIGNED_IN,
    "POST /account/security/passkeys/new": {VISITOR: "in", None: 422},
    "POST /account/security/passkeys/<int:passkey_id>/remove": {VISITOR: "in", None: 404},
    "POST /account/security/organisations/<int:identity_id>/unlink": {VISITOR: "in", None: 404},
    "GET /account/organisations": SIGNED_IN,
    # To what others belong, or are asked to, is nobody's business.
    "POST /account/organisations/invitations/<int:invitation_id>": {VISITOR: "in", None: 404},
    "GET /account/organisations/<int:membership_id>": {VISITOR: "in", LEARNER: 200, None: 404},
    "POST /account/organisations/<int:membership_id>": {VISITOR: "in", LEARNER: 303, None: 404},
    "POST /account/organisations/<int:membership_id>/leave": {VISITOR: "in", LEARNER: 303, None: 404},
    "GET /organisations": 200,
    "GET /organisations/<int:organisation_id>": 200,
    "GET /organisations/new": ARRANGERS,
    "POST /organisations/new": ARRANGERS_TELL_MORE,
    "GET /organisations/<int:organisation_id>/edit": MANAGERS,
    "POST /organisations/<int:organisation_id>/edit": MANAGERS_TELL_MORE,
    "GET /organisations/<int:organisation_id>/links": ARRANGERS,
    "POST /organisations/<int:organisation_id>/links": ARRANGERS_TELL_MORE,
    "POST /organisations/<int:organisation_id>/links/<int:link_id>/end": ARRANGERS_FIND_NONE,
    "GET /organisations/<int:organisation_id>/merge": ARRANGERS,
    "POST /organisations/<int:organisation_id>/merge": ARRANGERS_TELL_MORE,
    "GET /organisations/<int:organisation_id>/people": MANAGERS,
    "POST /organisations/<int:organisation_id>/people": MANAGERS_TELL_MORE,
    "GET /organisations/<int:organisation_id>/people/<int:membership_id>": MANAGERS,
    "POST /organisations/<int:organisation_id>/people/<int:membership_id>": MANAGERS_TELL_MORE,
    "GET /organisations/<int:organisation_id>/people/<int:membership_id>/hand-over": MANAGERS,
    # Nobody in particular takes over: the page shows what would happen.
    "POST /organisations/<int:organisation_id>/people/<int:membership_id>/hand-over": MANAGERS,
    "GET /organisations/<int:organisation_id>/titles": MANAGERS,
    "POST /organisations/<int:organisation_id>/titles": MANAGERS_TELL_MORE,
    "GET /organisations/without-owner": ARRANGERS,
    "GET /organisations/without-owner/<int:departure_id>": ARRANGERS_FIND_NONE,
    "POST /organisations/without-owner/<int:departure_id>": ARRANGERS_FIND_NONE,
    "GET /titles": ARRANGERS,
    "POST /titles": ARRANGERS_TELL_MORE,
    "POST /titles/<int:title_id>/end": {VISITOR: "in", None: 404},
    "GET /courses/<slug>/titles": ARRANGERS,
    "POST /courses/<slug>/titles": ARRANGERS_TELL_MORE,
    "GET /search": 200,
    "GET /people": SIGNED_IN,
    # The number of somebody who is not listed is answered like one that nobody has.
    "GET /people/<int:profile_id>": {VISITOR: "in", None: 404},
    "GET /people/<int:profile_id>/write": {VISITOR: "in", None: 404},
    "POST /people/<int:profile_id>/write": {VISITOR: "in", None: 404},
    # Messages are for whoever got them.
    "GET /people/messages/<int:message_id>": {VISITOR: "in", None: 404},
    "POST /people/messages/<int:message_id>/report": {VISITOR: "in", None: 404},
    "POST /people/messages/<int:message_id>/block": {VISITOR: "in", None: 404},
    "GET /people/reports": {VISITOR: "in", UCLG: 200, None: 403},
    "POST /people/reports/<int:message_id>": {VISITOR: "in", UCLG: 404, None: 403},
    "GET /account/profile": SIGNED_IN,
    "GET /account/profile/change": SIGNED_IN,
    "POST /account/profile/change": {VISITOR: "in", None: 422},
    "POST /account/profile/withdraw": {VISITOR: "in", None: 303},
    "POST /account/profile/blocks/<int:block_id>/lift": {VISITOR: "in", None: 404},
    "GET /forum": SIGNED_IN,
    "POST /forum/caught-up": {VISITOR: "in", None: 303},
    # Of a course in which somebody takes no part, the category is hidden; here it is the one of the course walked.
    "GET /forum/categories/<key>": OF_THE_COURSE,
    "POST /forum/categories/<key>/following": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 303)},
    "GET /forum/categories/<key>/new": OF_THE_COURSE,
    "POST /forum/categories/<key>/new": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 422)},
    "GET /forum/categories/<key>/about/<unit_key>": OF_THE_COURSE,
    "GET /forum/threads/<int:thread_id>": OF_THE_COURSE,
    "GET /forum/threads/<int:thread_id>/new": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 302)},
    "POST /forum/threads/<int:thread_id>/answers": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 422)},
    "POST /forum/threads/<int:thread_id>/following": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 303)},
    "GET /forum/posts/<int:post_id>": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 302)},
    "GET /forum/posts/<int:post_id>/history": OF_THE_COURSE,
    # The learner wrote it, and has not accepted the code of conduct.
    "GET /forum/posts/<int:post_id>/change": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 403), LEARNER: 200},
    "POST /forum/posts/<int:post_id>/change": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 403), LEARNER: 422},
    "GET /forum/posts/<int:post_id>/removal": {
        **OF_THE_COURSE,
        KNOWLEDGE_MANAGER: 403,
        FACILITATOR: 200,
        UCLG: 200,
        LEARNER: 200,
    },
    # Without a reason nobody removes what others wrote; its author may.
    "POST /forum/posts/<int:post_id>/removal": {
        **OF_THE_COURSE,
        KNOWLEDGE_MANAGER: 403,
        FACILITATOR: 422,
        UCLG: 422,
        LEARNER: 303,
    },
    # Its author does not mark it; it is no question and no idea, and the thread begins with it.
    "GET /forum/posts/<int:post_id>/translation": OF_THE_COURSE,
    # The learner has taken the post back by then.
    "POST /forum/posts/<int:post_id>/translation": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 422), LEARNER: 403},
    "POST /forum/posts/<int:post_id>/translation/removal": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 404)},
    "POST /forum/posts/<int:post_id>/helpful": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 303), LEARNER: 403},
    "POST /forum/posts/<int:post_id>/acceptance": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 403)},
    "POST /forum/threads/<int:thread_id>/vote": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 403)},
    "POST /forum/threads/<int:thread_id>/status": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 403)},
    "GET /forum/following": SIGNED_IN,
    # What is to be stopped is not said.
    "POST /forum/following": {VISITOR: "in", None: 422},
    "GET /forum/topics/<topic>": SIGNED_IN,
    "POST /forum/topics/<topic>/following": {VISITOR: "in", None: 303},
    # Known to whoever reads the course's category; nobody follows or mutes themselves.
    "GET /forum/people/<int:member_id>": OF_THE_COURSE,
    "POST /forum/people/<int:member_id>/following": {
        **OF_THE_COURSE,
        **dict.fromkeys(WHO_TAKE_PART, 303),
        LEARNER: 422,
    },
    "POST /forum/people/<int:member_id>/muting": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 303), LEARNER: 422},
    # The form is not named.
    "POST /forum/drafts": {VISITOR: "in", None: 404},
    "POST /forum/preview": {VISITOR: "in", None: 404},
    "GET /forum/names": {VISITOR: "in", None: 404},
    # What others began is nobody's business.
    "GET /forum/drafts/<int:draft_id>": {VISITOR: "in", None: 404},
    "POST /forum/drafts/<int:draft_id>/drop": {VISITOR: "in", None: 404},
    "GET /forum/files/<int:number>": {VISITOR: "in", None: 404},
    "GET /forum/categories": STAFF,
    "GET /forum/categories/add": STAFF,
    "POST /forum/categories/add": {VISITOR: "in", UCLG: 422, ADMINISTRATOR: 422, None: 403},
    "GET /forum/categories/<key>/change": STAFF,
    "POST /forum/categories/<key>/change": {VISITOR: "in", UCLG: 303, ADMINISTRATOR: 303, None: 403},
    "GET /forum/conduct": 200,
    "GET /forum/posts/<int:post_id>/report": {**OF_THE_COURSE, LEARNER: 403},
    "POST /forum/posts/<int:post_id>/report": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 422), LEARNER: 403},
    "GET /forum/reports": PEOPLE_OF_COURSES,
    # That there is a report is hidden from whoever does not look after its category.
    "GET /forum/reports/<int:case_id>": who_tend(200, others=404),
    "POST /forum/reports/<int:case_id>": who_tend(422, others=404),
    "POST /forum/reports/<int:case_id>/claim": who_tend(303, others=404),
    # Nobody appealed.
    "POST /forum/reports/<int:case_id>/appeal": who_tend(403, others=404),
    # Nothing is decided yet; the outsider reported it.
    "GET /forum/decisions/<int:case_id>": {VISITOR: "in", None: 404},
    "POST /forum/decisions/<int:case_id>": {VISITOR: "in", None: 404},
    "GET /forum/reported/<int:case_id>": {VISITOR: "in", OUTSIDER: 200, None: 404},
    "GET /forum/silences": PEOPLE_OF_COURSES,
    # Nobody is silenced.
    "GET /forum/silences/<int:silence_id>": {VISITOR: "in", None: 404},
    "POST /forum/silences/<int:silence_id>/lifting": {VISITOR: "in", None: 404},
    "GET /forum/posts/<int:post_id>/silence": who_tend(200),
    "POST /forum/posts/<int:post_id>/silence": who_tend(422),
    # It is not removed.
    "POST /forum/posts/<int:post_id>/restoring": who_tend(403),
    "GET /forum/threads/<int:thread_id>/tending": who_tend(200),
    "POST /forum/threads/<int:thread_id>/tending": who_tend(422),
    "POST /forum/threads/<int:thread_id>/tending/change": who_tend(422),
    "POST /forum/threads/<int:thread_id>/tending/move": who_tend(422),
    "POST /forum/threads/<int:thread_id>/tending/merge": who_tend(422),
    "GET /forum/threads/<int:thread_id>/split": who_tend(200),
    "POST /forum/threads/<int:thread_id>/split": who_tend(422),
    "GET /forum/threads/<int:thread_id>/removal": who_tend(200),
    "POST /forum/threads/<int:thread_id>/removal": who_tend(422),
    "GET /forum/categories/<key>/fishbowls/new": who_tend(200),
    "POST /forum/categories/<key>/fishbowls/new": who_tend(422),
    # No wish is said, and no step.
    "POST /forum/fishbowls/<int:fishbowl_id>/seats": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 422)},
    "POST /forum/fishbowls/<int:fishbowl_id>/notes": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 422)},
    "POST /forum/notes/<int:note_id>/support": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 303), LEARNER: 403},
    "POST /forum/notes/<int:note_id>/asked": {**OF_THE_COURSE, **dict.fromkeys(WHO_TAKE_PART, 403)},
    "POST /forum/notes/<int:note_id>/taking-back": {
        **OF_THE_COURSE,
        **dict.fromkeys(WHO_TAKE_PART, 403),
        LEARNER: 303,
    },
    "GET /forum/notes/<int:note_id>/removal": who_tend(200),
    "POST /forum/notes/<int:note_id>/removal": who_tend(422),
    "GET /forum/fishbowls/<int:fishbowl_id>/facilitation": who_tend(200),
    "POST /forum/fishbowls/<int:fishbowl_id>/facilitation": who_tend(422),
    "POST /forum/fishbowls/<int:fishbowl_id>/facilitation/calls": who_tend(422),
    "POST /forum/fishbowls/<int:fishbowl_id>/facilitation/end": who_tend(422),
    # Nobody sits there.
    "GET /forum/fishbowls/<int:fishbowl_id>/seats/<int:seat_number>/freeing": who_tend(404),
    "POST /forum/fishbowls/<int:fishbowl_id>/seats/<int:seat_number>/freeing": who_tend(404),
    "GET /forum/fishbowls/<int:fishbowl_id>/summary": who_tend(200),
    "POST /forum/fishbowls/<int:fishbowl_id>/summary": who_tend(422),
    "GET /syntheses": 200,
    "GET /syntheses/<int:synthesis_id>": OF_ITS_READERS,
    "GET /syntheses/<int:synthesis_id>/versions/<int:number>": OF_ITS_READERS,
    "GET /syntheses/<int:synthesis_id>/file.<ending>": OF_ITS_READERS,
    "GET /forum/categories/<key>/syntheses": OF_THE_COURSE,
    "POST /forum/categories/<key>/syntheses": who_tend(303),
    # There is one, so it leads there at once.
    "GET /forum/posts/<int:post_id>/synthesis": who_tend(302),
    "GET /syntheses/<int:synthesis_id>/edit": who_tend(200),
    "GET /syntheses/<int:synthesis_id>/preview": who_tend(200),
    "GET /syntheses/<int:synthesis_id>/frame": who_tend(200),
    # A form that does not say what it goes on from overwrites nothing.
    "POST /syntheses/<int:synthesis_id>/frame": who_tend(409),
    "POST /syntheses/<int:synthesis_id>/sections": who_tend(422),
    "GET /syntheses/sections/<int:section_id>": who_tend(200),
    "POST /syntheses/sections/<int:section_id>": who_tend(409),
    "POST /syntheses/sections/<int:section_id>/step": who_tend(422),
    "GET /syntheses/<int:synthesis_id>/candidates": who_tend(200),
    # No post is named.
    "GET /syntheses/<int:synthesis_id>/picks": who_tend(404),
    "POST /syntheses/<int:synthesis_id>/picks": who_tend(404),
    "GET /syntheses/items/<int:item_id>": who_tend(200),
    "POST /syntheses/items/<int:item_id>": who_tend(409),
    "POST /syntheses/items/<int:item_id>/step": who_tend(422),
    "GET /syntheses/<int:synthesis_id>/publication": who_tend(200),
    "POST /syntheses/<int:synthesis_id>/publication": who_tend(422),
    "GET /syntheses/<int:synthesis_id>/withdrawal": who_tend(200),
    "POST /syntheses/<int:synthesis_id>/withdrawal": who_tend(303),
    "GET /quotations": SIGNED_IN,
    "GET /quotations/<int:quotation_id>": {VISITOR: "in", LEARNER: 200, None: 404},
    "POST /quotations/<int:quotation_id>": {VISITOR: "in", LEARNER: 422, None: 404},
    "GET /forum/health": {**PEOPLE_OF_COURSES, ADMINISTRATOR: 200},
    "GET /notices": SIGNED_IN,
    # Whose notice a number belongs to is nobody's business.
    "GET /notices/<int:notice_id>": {VISITOR: "in", None: 404},
    "POST /notices/seen": {VISITOR: "in", None: 303},
    "POST /account/mail/again": {VISITOR: "in", None: 303},
    "GET /account/notices": SIGNED_IN,
    # What is not said stays as it is.
    "POST /account/notices": {VISITOR: "in", None: 303},
    # By a signed address that mails hold; nobody made this one.
    "GET /notices/no-more/<secret>": 404,
    "POST /notices/no-more/<secret>": 404,
    "GET /learn": SIGNED_IN,
    "GET /learn/<slug>": 302,
    "GET /learn/<slug>/enrol": {VISITOR: "in", LEARNER: 302, None: 200},
    "POST /learn/<slug>/enrol": {VISITOR: "in", LEARNER: 302, None: 303},
    "GET /learn/<slug>/completed": ENROLLED_ONLY,
    "GET /learn/<slug>/leave": ENROLLED_ONLY,
    "POST /learn/<slug>/leave": {VISITOR: "in", LEARNER: 303, None: 403},
    "GET /learn/<slug>/<unit_key>": ENROLLED_ONLY,
    "POST /learn/<slug>/<unit_key>/language": {VISITOR: "in", LEARNER: 422, None: 403},
    "POST /learn/<slug>/<unit_key>/completion": {VISITOR: "in", LEARNER: 303, None: 403},
    "GET /learn/<slug>/<unit_key>/work": ENROLLED_ONLY,
    # A form without a step is saved; the walk leaves it empty, and there is nothing that could be handed in.
    "POST /learn/<slug>/<unit_key>/work": {VISITOR: "in", LEARNER: 303, None: 403},
    "POST /learn/<slug>/<unit_key>/work/preview": ENROLLED_ONLY,
    "GET /learn/<slug>/<unit_key>/work/files/<int:file_id>": {VISITOR: "in", LEARNER: 404, None: 403},
    "GET /learn/<slug>/<unit_key>/work/versions": ENROLLED_ONLY,
    "GET /learn/<slug>/<unit_key>/work/versions/<int:number>": ENROLLED_ONLY,
    "POST /learn/<slug>/<unit_key>/work/versions/<int:number>": {VISITOR: "in", LEARNER: 303, None: 403},
    "GET /learn/<slug>/<unit_key>/work/handing-in": ENROLLED_ONLY,
    "POST /learn/<slug>/<unit_key>/work/handing-in": {VISITOR: "in", LEARNER: 422, None: 403},
    "GET /learn/<slug>/<unit_key>/work/handed-in": {VISITOR: "in", LEARNER: 404, None: 403},
    "POST /learn/<slug>/<unit_key>/work/taking-back": {VISITOR: "in", None: 403},
    "GET /learn/<slug>/<unit_key>/work/withdrawal": {VISITOR: "in", None: 403},
    "POST /learn/<slug>/<unit_key>/work/withdrawal": {VISITOR: "in", None: 403},
    "POST /learn/<slug>/<unit_key>/work/rounds": {VISITOR: "in", None: 403},
    # What somebody was handed to review is nobody else's business, whoever they are.
    **{
        f"{method} /reviews/<int:review_id>{page}": {VISITOR: "in", None: 404}
        for method in ("GET", "POST")
        for page in ("", "/handing-in", "/giving-back", "/report")
    },
    "GET /reviews/<int:review_id>/files/<int:file_id>": {VISITOR: "in", None: 404},
    "GET /mentoring": {VISITOR: "in", FACILITATOR: 200, ELSEWHERE: 200, UCLG: 200, ADMINISTRATOR: 200, None: 403},
    # Nothing waits.
    "POST /mentoring/<int:submission_id>": {
        VISITOR: "in",
        FACILITATOR: 409,
        ELSEWHERE: 409,
        UCLG: 409,
        ADMINISTRATOR: 409,
        None: 403,
    },
    "POST /mentoring/requests/<int:request_id>/declining": {VISITOR: "in", None: 404},
    # Nobody shows work yet; of what somebody else shows, only its author is asked about withdrawing.
    "GET /courses/<slug>/examples/<int:shown_id>": 404,
    "GET /courses/<slug>/examples/<int:shown_id>/withdrawal": {VISITOR: "in", None: 404},
    "POST /courses/<slug>/examples/<int:shown_id>/withdrawal": {VISITOR: "in", None: 404},
    "GET /shown-work": looked_after(200),
    "GET /shown-work/<int:shown_id>": looked_after(404),
    "POST /shown-work/<int:shown_id>": looked_after(404),
    "GET /learn/<slug>/<unit_key>/work/sharing": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/work/sharing": NOTHING_RECEIVED,
    "GET /learn/<slug>/<unit_key>/reviews": ENROLLED_ONLY,
    # Who has handed in nothing reviews nobody, and sees no example.
    "POST /learn/<slug>/<unit_key>/reviews": {VISITOR: "in", None: 403},
    "POST /learn/<slug>/<unit_key>/reviews/calls/<int:call_id>": {VISITOR: "in", None: 403},
    "POST /learn/<slug>/<unit_key>/reviews/reading": {VISITOR: "in", None: 403},
    "GET /learn/<slug>/<unit_key>/reviews/examples": {VISITOR: "in", None: 403},
    "GET /learn/<slug>/<unit_key>/reviews/examples/next": {VISITOR: "in", None: 403},
    "POST /learn/<slug>/<unit_key>/reviews/examples/next": {VISITOR: "in", None: 403},
    "GET /learn/<slug>/<unit_key>/reviews/examples/<int:attempt>": {VISITOR: "in", None: 403},
    "GET /learn/<slug>/<unit_key>/work/reviews": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/work/reviews/ratings": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/work/reviews/<int:review_id>/thanks": NOTHING_RECEIVED,
    "GET /learn/<slug>/<unit_key>/work/reviews/<int:review_id>/answer": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/work/reviews/<int:review_id>/answer": NOTHING_RECEIVED,
    "GET /learn/<slug>/<unit_key>/work/reviews/<int:review_id>/report": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/work/reviews/<int:review_id>/report": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/work/reviews/further": NOTHING_RECEIVED,
    "GET /learn/<slug>/<unit_key>/work/reviews/again": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/work/reviews/again": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/work/reviews/rounds": NOTHING_RECEIVED,
    "POST /learn/<slug>/<unit_key>/attempts": {VISITOR: "in", LEARNER: 303, None: 403},
    "GET /learn/<slug>/<unit_key>/attempts/<int:number>": ENROLLED_ONLY,
    "POST /learn/<slug>/<unit_key>/attempts/<int:number>": {VISITOR: "in", LEARNER: 303, None: 403},
    # Whether somebody else has a certificate is nobody's business: 404 rather than 403.
    "GET /certificates/<code>": {VISITOR: "in", LEARNER: 200, UCLG: 200, None: 404},
    "GET /certificates/<code>.pdf": {VISITOR: "in", LEARNER: 200, UCLG: 200, None: 404},
    "GET /verify": 200,
    "GET /verify/<code>": 200,
    "GET /drafts": {VISITOR: "in", KNOWLEDGE_MANAGER: 200, ELSEWHERE: 200, UCLG: 200, None: 403},
    "GET /drafts/<slug>": {VISITOR: "in", KNOWLEDGE_MANAGER: 404, UCLG: 404, None: 403},
    "GET /drafts/<slug>/<unit_key>": {VISITOR: "in", KNOWLEDGE_MANAGER: 404, UCLG: 404, None: 403},
    "GET /drafts/<slug>/media/<string(length=32):digest>/<name>": {
        VISITOR: "in",
        KNOWLEDGE_MANAGER: 404,
        UCLG: 404,
        None: 403,
    },
    "GET /privacy": 200,
    "GET /account/data": SIGNED_IN,
    "POST /account/data/exports": {VISITOR: "in", None: 303},
    # Whose copy a number belongs to is nobody's business.
    "GET /account/data/exports/<int:export_id>.zip": {VISITOR: "in", None: 404},
    "POST /account/data/consents/<purpose>": {VISITOR: "in", None: 422},
    "GET /account/erase": SIGNED_IN,
    "POST /account/erase": {VISITOR: "in", None: 422},
    # Nobody asked for it before.
    "POST /account/erase/take-back": {VISITOR: "in", None: 404},
    "GET /privacy/erasures": {VISITOR: "in", UCLG: 200, ADMINISTRATOR: 200, None: 403},
    "GET /reporting/organisations": {VISITOR: "in", MANAGER: 200, UCLG: 200, ADMINISTRATOR: 200, None: 403},
    # To everybody else it is as if there were none.
    "GET /reporting/organisations/<int:organisation_id>": {
        VISITOR: "in",
        MANAGER: 200,
        UCLG: 200,
        ADMINISTRATOR: 200,
        None: 404,
    },
    # Whoever runs the site, leads a course or invites people finds the pages of it there.
    "GET /staff": PEOPLE_OF_COURSES | {KNOWLEDGE_MANAGER: 200, ADMINISTRATOR: 200, MANAGER: 200},
    "GET /staff/people": STAFF,
    "GET /staff/people/<int:user_id>": STAFF_404,
    "POST /staff/people/<int:user_id>/roles": STAFF_404,
    "POST /staff/people/<int:user_id>/roles/take": STAFF_404,
    "POST /staff/people/<int:user_id>/block": STAFF_404,
    "POST /staff/people/<int:user_id>/unblock": STAFF_404,
    "POST /staff/people/<int:user_id>/sessions/end": STAFF_404,
    "POST /staff/people/<int:user_id>/link": STAFF_404,
    # What to do is not said.
    "GET /staff/people/change": {VISITOR: "in", UCLG: 422, ADMINISTRATOR: 422, None: 403},
    "POST /staff/people/change": {VISITOR: "in", UCLG: 422, ADMINISTRATOR: 422, None: 403},
    "GET /staff/people/changes": STAFF,
    "GET /staff/people/changes/<int:action_id>": STAFF_404,
    "POST /staff/people/changes/<int:action_id>/undo": STAFF_404,
    "GET /staff/jobs": ADMINISTRATORS_ONLY,
    "POST /staff/jobs/<int:job_id>/retry": {VISITOR: "in", ADMINISTRATOR: 404, None: 403},
    "POST /staff/jobs/retry": {VISITOR: "in", ADMINISTRATOR: 303, None: 403},
    "GET /staff/mail": STAFF,
    "POST /staff/mail/test": {VISITOR: "in", UCLG: 303, ADMINISTRATOR: 303, None: 403},
    "GET /staff/audit": STAFF,
    "GET /staff/audit.csv": STAFF,
    "GET /staff/storage": ADMINISTRATORS_ONLY,
    "GET /staff/settings": ADMINISTRATORS_ONLY,
    "GET /staff/access": ADMINISTRATORS_ONLY,
    "GET /invitations": inviters_only(200),
    "GET /invitations/new": inviters_only(200),
    "POST /invitations/new": inviters_only(422),
    # The batch is the administrator's: what others sent is there for staff alone.
    "GET /invitations/<int:batch_id>": {**STAFF_OF_INVITATIONS, UCLG: 200, ADMINISTRATOR: 200},
    "POST /invitations/<int:batch_id>/table": {**STAFF_OF_INVITATIONS, UCLG: 422, ADMINISTRATOR: 422},
    "GET /invitations/<int:batch_id>/faults.csv": {**STAFF_OF_INVITATIONS, UCLG: 200, ADMINISTRATOR: 200},
    "POST /invitations/<int:batch_id>/send": {**STAFF_OF_INVITATIONS, UCLG: 303, ADMINISTRATOR: 303},
    # By then it has been sent.
    "POST /invitations/<int:batch_id>/drop": {**STAFF_OF_INVITATIONS, UCLG: 409, ADMINISTRATOR: 409},
    "POST /invitations/<int:batch_id>/remind": {**STAFF_OF_INVITATIONS, UCLG: 303, ADMINISTRATOR: 303},
    "POST /invitations/<int:batch_id>/withdraw": {**STAFF_OF_INVITATIONS, UCLG: 303, ADMINISTRATOR: 303},
    "POST /invitations/<int:batch_id>/people/<int:invitation_id>/withdraw": inviters_only(404),
    "GET /invitations/accept/<secret>": 404,
    "POST /invitations/accept/<secret>": 404,
    "GET /invitations/no-more/<secret>": 404,
    "POST /invitations/no-more/<secret>": 404,
    "GET /invitations/no-more": 200,
    "GET /invitations/links": inviters_only(200),
    "GET /invitations/links/new": inviters_only(200),
    "POST /invitations/links/new": inviters_only(422),
    "POST /invitations/links/<int:link_id>/end": inviters_only(404),
    "GET /join/<code>": 404,
    "POST /join/<code>": 404,
    "GET /reporting/completions": PEOPLE_OF_COURSES,
    "GET /reporting/completions.csv": PEOPLE_OF_COURSES,
}


# Mail programs have no token; they are known by the signed address, and can only turn mails off.
WITHOUT_TOKEN = {"POST /notices/no-more/<secret>"}


def routes_of(app: Flask) -> list[str]:
    return sorted(
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    )


def test_every_route_declares_what_each_role_may_expect(app: Flask) -> None:
    assert routes_of(app) == sorted(EXPECTATIONS)


class World:
    """A published course, a learner who completed it and begins another attempt, and somebody of each role."""

    def __init__(self, app: Flask) -> None:
        opens, closes, starts = (clock.today() + timedelta(days=days) for days in (-7, 7, 30))
        call = OPEN_CALL.format(opens=opens, closes=closes, starts=starts)
        published(course_files(lessons=1, more={f"cohorts/{CALL}.md": call, "1-why-local/95-sheet.md": PLAIN}))
        self.people: dict[str, User | None] = {
            VISITOR: None,
            OUTSIDER: person(name="Outsider"),
            LEARNER: person(name="Learner"),
            FACILITATOR: person(Role.FACILITATOR, scope=SLUG),
            KNOWLEDGE_MANAGER: person(Role.KNOWLEDGE_MANAGER, scope=SLUG),
            ELSEWHERE: person(Role.FACILITATOR, scope="another-course"),
            MANAGER: person(Role.ORGANISATION_MANAGER),
            UCLG: person(Role.UCLG_LEARNING),
            ADMINISTRATOR: person(Role.ADMINISTRATOR),
        }
        learner, elsewhere = self.people[LEARNER], self.people[ELSEWHERE]
        assert learner is not None
        assert elsewhere is not None
        with transaction():
            give_role(elsewhere.id, Role.KNOWLEDGE_MANAGER, "another-course")
        enrolled(learner)
        client = app.test_client()
        sign_in(client, learner)
        send(client, f"/learn/{SLUG}/lesson-1", to=f"/learn/{SLUG}/lesson-1/completion")
        begun = send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
        send(client, begun.location, {**RIGHT_ANSWERS, "step": "hand-in"})
        send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
        for text in ("One version", "Another version"):
            send(client, f"/learn/{SLUG}/sheet/work", {"source": text, "step": "save"})
        hand_in_as(person(name="Author"))
        (self.code,) = codes_of(learner.id).values()
        administrator = self.people[ADMINISTRATOR]
        assert administrator is not None
        office = app.test_client()
        sign_in(office, administrator)
        prepared = send(office, "/invitations/new", {"people": "ana@quito.ec", "language": "en"})
        self.batch = prepared.location.rpartition("/")[2]
        self.organisation_id = town("Town that is walked")
        self.membership_id = joined(learner, self.organisation_id)
        manager = self.people[MANAGER]
        assert manager is not None
        with transaction():
            give_role(manager.id, Role.ORGANISATION_MANAGER, str(self.organisation_id))
        _somebody, self.unlisted = listed("Somebody Else", is_listed=False)
        self.review_id = _review_of_somebody()
        self.thread = opened_thread(learner, category=SLUG)
        outsider = self.people[OUTSIDER]
        assert outsider is not None
        with transaction():
            reported = reply(self.thread.id, learner.id, Written("An answer.", "en")).id
            self.case_id = report_post(reported, outsider.id, "respect", "").id
        host = person(Role.FACILITATOR, scope=SLUG, name="Somebody Who Facilitates")
        with transaction():
            words = Written("Why it matters.", "en")
            opened = open_fishbowl(
                self.thread.category_id, host.id, "Who decides?", words, clock.now() + timedelta(days=9)
            )
            self.fishbowl_id = opened.id
            self.note_id = leave_note(opened.id, learner.id, "Who pays?", "en").id
        post = first_post(self.thread)
        # What was read is let go by the next transaction, and the walk asks for the thread's number.
        db.session.expunge(self.thread)
        self.synthesis_id = draft(key=SLUG)
        self.item_id = picked(self.synthesis_id, post, "We are a small town.")
        self.section_id, *_others = sections(self.synthesis_id)
        self.quotation_id = quotation_of(self.item_id).id
        for _version in range(2):
            published_synthesis(self.synthesis_id, administrator)
        application = {"language": "en", "country": "SN", "organisation_kind": "region", "q-why": "A plan."}
        send(client, f"/calls/{SLUG}/{CALL}/form", {**application, "step": "hand-in"})

    def address(self, method: str, rule: str) -> str:
        of_sheet = is_of_work(rule) or rule.startswith("/facilitating/")
        unit_key = "check" if "attempts" in rule else "sheet" if of_sheet else "lesson-1"
        return (
            rule.replace("<slug>", SLUG)
            .replace("<unit_key>", unit_key)
            .replace("<int:number>", "2")
            .replace("<int:file_id>", "999999")
            .replace("<int:attempt>", "1")
            .replace("<int:call_id>", "999999")
            .replace("<int:session_id>", "999999")
            .replace("<int:notice_id>", "999999")
            .replace("<int:user_id>", "999999")
            .replace("<int:action_id>", "999999")
            .replace("<int:job_id>", "999999")
            .replace("<int:batch_id>", self.batch)
            .replace("<int:invitation_id>", "999999")
            .replace("<int:link_id>", "999999")
            .replace("<int:passkey_id>", "999999")
            .replace("<int:identity_id>", "999999")
            .replace("<int:case_id>", str(self.case_id))
            .replace("<int:silence_id>", "999999")
            .replace("<int:thread_id>", str(self.thread.id))
            .replace("<int:fishbowl_id>", str(self.fishbowl_id))
            .replace("<int:seat_number>", "1")
            .replace("<int:note_id>", str(self.note_id))
            .replace("<int:post_id>", str(self.thread.id))
            .replace("<int:draft_id>", "999999")
            .replace("<int:member_id>", str(self.thread.author_id))
            .replace("<int:synthesis_id>", str(self.synthesis_id))
            .replace("<int:section_id>", str(self.section_id))
            .replace("<int:item_id>", str(self.item_id))
            .replace("<int:quotation_id>", str(self.quotation_id))
            .replace("<ending>", "md")
            .replace("<topic>", "sdg-11")
            .replace("<key>", SLUG if "/forum/" in rule else CALL if "/calls/" in rule else "riverton")
            .replace("<int:organisation_id>", str(self.organisation_id))
            .replace("<int:membership_id>", str(self.membership_id))
            .replace("<int:invitation_id>", "999999")
            .replace("<int:link_id>", "999999")
            .replace("<int:departure_id>", "999999")
            .replace("<int:title_id>", "999999")
            .replace("<int:export_id>", "999999")
            .replace("<purpose>", "organisation_progress")
            # Somebody has a profile of this number, who does not want to be listed.
            .replace("<int:profile_id>", str(self.unlisted))
            .replace("<int:message_id>", "999999")
            .replace("<int:block_id>", "999999")
            .replace("<string(length=32):digest>", "0" * 32)
            .replace("<name>", "picture.png")
            .replace("<code>", self.code)
            # Of staff it is asked whether they find what is not there; this one has no step they may take yet.
            .replace("<int:review_id>", "999999" if rule.startswith("/facilitating/") else str(self.review_id))
            .replace("<int:submission_id>", "999999")
            .replace("<int:request_id>", "999999")
            .replace("<int:shown_id>", "999999")
            .replace("<int:application_id>", "1")
            .replace("<int:user_id>", "999999")
            .replace("<int:reading_id>", "1")
            .replace("<int:report_id>", "999999")
            .replace("<int:appeal_id>", "999999")
            .replace("<step>", "exclusion")
        )


def _review_of_somebody() -> int:
    """The number of a review that nobody who walks was handed."""
    first = hand_in_as(person(name="Author Elsewhere"))
    return mentored(person(Role.MENTOR, scope=SLUG, name="Mentor Elsewhere"), first.submission_id).id


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.mark.parametrize("walker", WALKERS)
def test_every_route_answers_each_role_as_declared(app: Flask, world: World, walker: str) -> None:
    wrong = []
    # What changes what the others would meet comes last.
    late = ("sign-out", "drop", "leave") if walker == LEARNER else ("sign-out", "drop", "enrol")
    for route in sorted(EXPECTATIONS, key=lambda name: (any(part in name for part in late), name)):
        method, rule = route.split(" ")
        throttle.forget_all()
        client = app.test_client()
        someone = world.people[walker]
        if someone is not None:
            sign_in(client, someone)
        status, location = visit(client, method, world.address(method, rule))
        db.session.remove()
        expected = EXPECTATIONS[route]
        if isinstance(expected, Mapping):
            expected = expected.get(walker, expected.get(None, 500))
        met: int | str = "in" if status == 302 and location.startswith("/sign-in") else status
        if met != expected:
            wrong.append(f"{route} as {walker}: expected {expected}, met {met}")
    assert not wrong, "\n".join(wrong)


def visit(client: FlaskClient, method: str, address: str) -> tuple[int, str]:
    if method == "GET":
        response = client.get(address)
    else:
        response = client.post(address, data={"csrf_token": token_for(client)})
    return response.status_code, response.location or ""


def token_for(client: FlaskClient) -> str:
    """A CSRF token of this browser, as a page with a form would give it."""
    with client.session_transaction() as kept:
        return Context().run(_token_of, client.application, kept)


def _token_of(app: Flask, kept: SessionMixin) -> str:
    with app.test_request_context():
        session.update(kept)
        token: str = generate_csrf()
        kept.update(session)
    return token


@pytest.mark.parametrize("walker", [LEARNER, UCLG])
def test_no_form_is_accepted_without_its_token(app: Flask, world: World, walker: str) -> None:
    someone = world.people[walker]
    assert someone is not None
    for route in EXPECTATIONS:
        method, rule = route.split(" ")
        if method == "GET" or route in WITHOUT_TOKEN:
            continue
        throttle.forget_all()
        client = app.test_client()
        sign_in(client, someone)
        assert client.post(world.address(method, rule), data={}).status_code == 400, route
