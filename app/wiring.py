"""Who serves, who listens, and which commands there are, on one page."""

from collections.abc import Mapping
from datetime import timedelta

from app import migrating
from app.accounts import cli as accounts_cli
from app.accounts import (
    link_views,
    links,
    new_address,
    outside_views,
    passkey_views,
    people_views,
    registering,
    registration_views,
    second_step_views,
    security_views,
    sessions,
)
from app.accounts import notices as account_notices
from app.accounts import views as accounts
from app.accounts.countries import country_name
from app.accounts.events import AccountChanged, OrganisationChosen
from app.accounts.light import is_light
from app.accounts.policy import may_see_people
from app.accounts.reaching import tell_who_is_not_reached
from app.accounts.staff_pages import StaffPage
from app.accounts.surroundings import addresses_by_language, alternates_html, footer_html, header_html
from app.authoring import cli as authoring_cli
from app.authoring import views as authoring
from app.catalogue import title_views as course_title_views
from app.catalogue import views as catalogue
from app.catalogue.opinions import Opinions
from app.certificates import cli as certificates_cli
from app.certificates import notices as certificate_notices
from app.certificates import views as certificates
from app.certificates.listeners import issue_on_completion
from app.cohorts import notices as cohort_notices
from app.cohorts import panel_views, selection_views, steering
from app.cohorts import views as cohorts
from app.cohorts.handing_over import hand_over_panels
from app.cohorts.listeners import make_room, take_over_calls
from app.cohorts.policy import may_see_calls
from app.content.sdgs import find_sdg, find_sendai
from app.content.vocabulary import agenda_title
from app.directory import notices as directory_notices
from app.directory import profile_views, report_views
from app.directory import views as directory
from app.directory.actions import forget_old_messages
from app.directory.listeners import find_by_what_they_are_now
from app.directory.policy import may_see_reports
from app.directory.themes import theme_name
from app.enrolment.events import CourseLeft
from app.files.actions import forget_dropped_files
from app.forum import (
    anchor_views,
    care_jobs,
    category_views,
    conduct_views,
    draft_views,
    facilitating_views,
    fishbowl_jobs,
    fishbowl_note_views,
    fishbowl_views,
    following_views,
    health_views,
    marking_views,
    mention_views,
    post_file_views,
    silencing_views,
    tending_views,
    translation_views,
    writing_views,
)
from app.forum import by_mail as forum_mail
from app.forum import found as found_posts
from app.forum import notices as forum_notices
from app.forum import report_views as forum_report_views
from app.forum import views as forum
from app.forum.answer_html import new_answer_html
from app.forum.care_policy import may_see_cases, may_see_health
from app.forum.draft_actions import FORGET_DRAFTS, forget_old_drafts
from app.forum.lines_html import line_html
from app.forum.listeners import follow_text, open_category
from app.forum.policy import may_arrange_categories
from app.forum.posts_html import post_html
from app.forum.translating import Translator
from app.indexing.sources import Source
from app.invitations import accept_views, batches, letters
from app.invitations import link_views as join_link_views
from app.invitations import views as invitations
from app.invitations.listeners import write_to_stranger
from app.invitations.policy import may_invite
from app.learning import desk_views, quiz_views, received_views, sharing_views, views, work_views
from app.library import queries as courses
from app.library import views as library
from app.library.events import CoursePublished
from app.mailroom import cli as mailroom_cli
from app.mailroom import receiving
from app.mailroom.answers import Answerable
from app.notifications import jobs as notice_jobs
from app.notifications import queries as notices
from app.notifications import unsubscribe_views
from app.notifications import views as notice_views
from app.notifications.listeners import (
    drop_what_is_taken_back,
    drop_what_is_withdrawn,
    keep_what_is_told,
    settle_what_is_read,
)
from app.operations import access_views, audit_views
from app.operations import cli as operations_cli
from app.operations import views as operations
from app.operations.policy import may_run_site, may_see_audit, may_see_mail
from app.organisations import edit_views, inviting, my_views, title_views
from app.organisations import notices as organisation_notices
from app.organisations import people_views as organisation_people
from app.organisations import views as organisations
from app.organisations.events import StrangerAsked
from app.organisations.handing_over import Handover
from app.organisations.listeners import belong_to_what_was_chosen
from app.organisations.policy import may_arrange
from app.peerreview import cli as reviews_cli
from app.peerreview import course_notices as course_review_notices
from app.peerreview import (
    course_review_queries,
    course_review_views,
    mentor_views,
    objection_views,
    placing,
    reader_views,
    review_views,
    reviewing,
    staff_views,
)
from app.peerreview import jobs as review_jobs
from app.peerreview import notices as review_notices
from app.peerreview import sharing_views as example_views
from app.peerreview.course_review_policy import may_review_course, may_see_course_reviews
from app.peerreview.review_policy import may_see_queue
from app.peerreview.sharing_policy import may_see_shown_work
from app.peerreview.staff_policy import may_facilitate_some
from app.platform import cli as interface_cli
from app.platform import jobs_cli, once, outbox, unreached
from app.platform.addresses import address_of
from app.platform.forms import form_keys
from app.platform.fragments import kept_piece
from app.platform.i18n import (
    _,
    direction,
    direction_of,
    duration,
    language,
    language_name,
    lazy,
    locale,
    minute_values,
    ngettext,
    show_date,
    show_number,
    show_size,
)
from app.platform.jobs import Every, Work, forget_done_jobs
from app.platform.quotation_marks import quoted
from app.platform.telling import Extracts, Read, TakenBack, Told, Withdrawn
from app.platform.unreached import AddressUnreached
from app.preparing import prepare
from app.privacy import cli as privacy_cli
from app.privacy import erasing, erasure_views, exporting, retention, unused
from app.privacy import views as privacy
from app.privacy.policy import may_see_erasures
from app.progress.events import CourseCompleted
from app.reporting import organisation_views
from app.reporting import views as reporting
from app.reporting.policy import may_see_completions
from app.search import cli as search_cli
from app.search import courses as course_search
from app.search import views as search
from app.search.listeners import index_course
from app.synthesis import consent_views, editing_views
from app.synthesis import found as found_syntheses
from app.synthesis import jobs as synthesis_jobs
from app.synthesis import notices as synthesis_notices
from app.synthesis import views as syntheses
from app.synthesis.links_html import link_of_course, syntheses_link

BLUEPRINTS = (
    accounts.blueprint,
    link_views.blueprint,
    people_views.blueprint,
    second_step_views.blueprint,
    passkey_views.blueprint,
    outside_views.blueprint,
    security_views.blueprint,
    directory.blueprint,
    profile_views.blueprint,
    report_views.blueprint,
    registration_views.blueprint,
    library.blueprint,
    organisations.blueprint,
    edit_views.blueprint,
    organisation_people.blueprint,
    title_views.blueprint,
    my_views.blueprint,
    catalogue.blueprint,
    course_title_views.blueprint,
    views.blueprint,
    quiz_views.blueprint,
    work_views.blueprint,
    desk_views.blueprint,
    review_views.blueprint,
    mentor_views.blueprint,
    received_views.blueprint,
    course_review_views.blueprint,
    sharing_views.blueprint,
    example_views.blueprint,
    forum.blueprint,
    anchor_views.blueprint,
    writing_views.blueprint,
    category_views.blueprint,
    marking_views.blueprint,
    following_views.blueprint,
    draft_views.blueprint,
    fishbowl_views.blueprint,
    fishbowl_note_views.blueprint,
    facilitating_views.blueprint,
    mention_views.blueprint,
    post_file_views.blueprint,
    conduct_views.blueprint,
    forum_report_views.blueprint,
    silencing_views.blueprint,
    tending_views.blueprint,
    health_views.blueprint,
    translation_views.blueprint,
    certificates.blueprint,
    authoring.blueprint,
    reporting.blueprint,
    operations.blueprint,
    audit_views.blueprint,
    access_views.blueprint,
    cohorts.blueprint,
    panel_views.blueprint,
    selection_views.blueprint,
    organisation_views.blueprint,
    privacy.blueprint,
    erasure_views.blueprint,
    invitations.blueprint,
    accept_views.blueprint,
    join_link_views.blueprint,
    unsubscribe_views.blueprint,
    notice_views.blueprint,
    staff_views.blueprint,
    objection_views.blueprint,
    reader_views.blueprint,
    search.blueprint,
    syntheses.blueprint,
    editing_views.blueprint,
    consent_views.blueprint,
)

# What is sent without a form of ours: mail programs end mails by a signed address, and nothing else is done there.
WITHOUT_TOKEN = (unsubscribe_views.end_mails,)

# The pages for those who run the site, in the order of their list: a feature with such a page adds its line here.
STAFF_PAGES = (
    StaffPage(
        "people.list_people",
        lazy("People and roles"),
        lazy("Find people, give and take roles, block accounts."),
        may_see_people,
    ),
    StaffPage(
        "reporting.show_completions",
        lazy("Completions"),
        lazy("Who takes part in which course, and who completed it."),
        may_see_completions,
        about="words",
    ),
    StaffPage(
        "cohorts.list_calls",
        lazy("Applications"),
        lazy("Calls of courses with a fixed number of places: who applied, who reads, who is offered one."),
        may_see_calls,
    ),
    StaffPage(
        "review_staff.list_pools",
        lazy("Peer reviews"),
        lazy("Who waits, reports and appeals, and how reviews become scores."),
        may_facilitate_some,
    ),
    StaffPage(
        "organisations.list_organisations",
        lazy("Organisations"),
        lazy("List, link and merge organisations, and see their people."),
        may_arrange,
    ),
    StaffPage(
        "organisation_people.list_leavers",
        lazy("What needs an owner"),
        lazy("Tasks of people who left their organisation."),
        may_arrange,
    ),
    StaffPage(
        "invitations.list_batches",
        lazy("Invitations"),
        lazy("Invite people by address, by table or by a link."),
        may_invite,
    ),
    StaffPage(
        "mentoring.show_queue",
        lazy("Mentoring"),
        lazy("Read work that no peer came for in time."),
        may_see_queue,
    ),
    StaffPage(
        "examples.list_shown",
        lazy("Work to show"),
        lazy("Look at accepted work before it is public as an example."),
        may_see_shown_work,
    ),
    StaffPage(
        "message_reports.list_reports",
        lazy("Reported messages"),
        lazy("Messages among people that somebody reported."),
        may_see_reports,
    ),
    StaffPage(
        "privacy.list_erasures",
        lazy("Erasures"),
        lazy("The proofs of accounts that were erased."),
        may_see_erasures,
    ),
    StaffPage(
        "forum_categories.list_categories",
        lazy("Categories of the forum"),
        lazy("Make categories, rename and archive them."),
        may_arrange_categories,
    ),
    StaffPage(
        "forum_reports.list_reports",
        lazy("Reports in the forum"),
        lazy("Posts that somebody reported, or that read like advertising; appeals."),
        may_see_cases,
    ),
    StaffPage(
        "forum_health.show_health",
        lazy("How the forum does"),
        lazy("How long people wait for answers, and what nobody answered."),
        may_see_health,
    ),
    StaffPage(
        "operations.show_mail", lazy("Mail"), lazy("Whether letters leave, day by day; a test letter."), may_see_mail
    ),
    StaffPage(
        "audit.list_entries",
        lazy("Audit log"),
        lazy("What staff did, to whom and when. Nobody can change it."),
        may_see_audit,
        about="person",
    ),
    StaffPage(
        "access.show_access",
        lazy("Why may they see it?"),
        lazy("For any person and page: why access is allowed or refused."),
        may_run_site,
        about="person",
    ),
    StaffPage(
        "operations.show_jobs",
        lazy("Jobs"),
        lazy("What waits, what was given up and why; try it again."),
        may_run_site,
    ),
    StaffPage(
        "operations.show_storage",
        lazy("Storage"),
        lazy("What the site keeps, and how much room is left."),
        may_run_site,
    ),
    StaffPage(
        "operations.show_settings",
        lazy("Settings"),
        lazy("What the site was told when it started."),
        may_run_site,
    ),
)

# Accounts name courses, and count what is new for each person, by these, without knowing them.
COURSE_TITLES = courses.titles_by_slug
NEWS = notices.news_of

# The catalogue shows what people think of courses by these.
OPINIONS = Opinions(course_review_queries.public_ratings, may_review_course, may_see_course_reviews)

# The page of a course shows the way to what was learnt in its category.
FURTHER_OF_COURSES = link_of_course

# What can be found, in the order of the kinds above the results. A feature adds the sources of its own.
SOURCES: tuple[Source, ...] = (*course_search.SOURCES, found_posts.SOURCE, found_syntheses.SOURCE)

# What people are told, feature by feature, in the order in which they choose about it.
NOTICES = (
    certificate_notices.COURSES,
    review_notices.REVIEWS,
    cohort_notices.APPLICATIONS,
    organisation_notices.ORGANISATIONS,
    directory_notices.PEOPLE,
    course_review_notices.COURSE_REVIEWS,
    forum_notices.FORUM,
    synthesis_notices.SYNTHESES,
    account_notices.ACCOUNT,
)

# What mails quote of things that were written, and what can be answered by mail, by the keys of `telling.Thing`.
EXTRACTS: Mapping[str, Extracts] = {"post": forum_mail.extracts}
# Who translates posts when a member asks: nobody, unless a site names a provider here.
TRANSLATOR: Translator | None = None
REPLIES: Mapping[str, Answerable] = {"post": Answerable(forum_mail.take_answer, forum_mail.page_of)}

SUBSCRIPTIONS = (
    (AddressUnreached, tell_who_is_not_reached),
    (AccountChanged, find_by_what_they_are_now),
    (CourseCompleted, issue_on_completion),
    (CoursePublished, take_over_calls),
    (CoursePublished, open_category),
    (CoursePublished, follow_text),
    (CoursePublished, index_course),
    (CourseLeft, make_room),
    (OrganisationChosen, belong_to_what_was_chosen),
    (StrangerAsked, write_to_stranger),
    (Told, keep_what_is_told),
    (TakenBack, drop_what_is_taken_back),
    (Withdrawn, drop_what_is_withdrawn),
    (Read, settle_what_is_read),
)

# What somebody is responsible for besides titles and roles, feature by feature, moves by one of these when they leave.
HANDOVERS: tuple[Handover, ...] = (hand_over_panels,)

JOBS: Mapping[str, Work] = {
    outbox.SEND_MAIL: outbox.send_mail,
    links.MAIL_LINK: links.mail_link,
    new_address.MAIL_NEW_ADDRESS: new_address.mail_new_address,
    registering.MAIL_REGISTRATION: registering.mail_registration,
    batches.MAKE_INVITATIONS: batches.make_invitations,
    batches.WRITE_LETTERS: letters.write_letters,
    "forget-old-tables-of-invitations": batches.forget_old_invitations,
    "forget-old-registrations": registering.forget_old_registrations,
    inviting.MAIL_INVITATION: inviting.mail_invitation,
    "forget-old-invitations": inviting.forget_old_invitations,
    "forget-old-links": links.forget_old_links,
    "forget-old-messages": forget_old_messages,
    retention.FORGET_FILES: forget_dropped_files,
    FORGET_DRAFTS: forget_old_drafts,
    "forget-old-sessions": sessions.forget_old_sessions,
    "forget-answered-forms": once.forget_old,
    "forget-done-jobs": forget_done_jobs,
    "forget-sent-mail": outbox.forget_sent_mail,
    unreached.FORGET_FAILURES: unreached.forget_old_failures,
    receiving.FORGET_RECEIVED: receiving.forget_received_mail,
    steering.STEER: steering.steer_cohorts,
    exporting.MAKE_EXPORT: exporting.make_export,
    erasing.SWEEP: erasing.sweep_after_erasure,
    retention.FORGET_EXPORTS: exporting.forget_old_exports,
    retention.ERASE_DUE: erasing.erase_due_accounts,
    retention.WARN_UNUSED: unused.warn_unused_accounts,
    placing.STEER_POOL: review_jobs.steer_one,
    review_jobs.STEER_ALL: review_jobs.steer_reviews,
    reviewing.SCORE_WORK: review_jobs.score_work,
    review_jobs.SCORE_COURSE: review_jobs.score_one_course,
    review_jobs.SCORE_ALL: review_jobs.score_all_work,
    review_jobs.RATE_COURSES: review_jobs.rate_all_courses,
    review_jobs.TELL_WHAT_WAITS: review_jobs.tell_of_work_to_look_at,
    care_jobs.REMIND: care_jobs.remind_of_cases,
    fishbowl_jobs.STEER: fishbowl_jobs.steer_fishbowls,
    synthesis_jobs.REMIND_OF_QUARTER: synthesis_jobs.remind_of_quarter,
    notice_jobs.MAIL_NOTICES: notice_jobs.mail_notices,
    notice_jobs.FORGET_OLD: notice_jobs.forget_old_notices,
}

ROUTINES = (
    Every(timedelta(minutes=10), steering.STEER),
    Every(timedelta(minutes=10), review_jobs.STEER_ALL),
    Every(timedelta(days=1), review_jobs.SCORE_ALL),
    Every(timedelta(hours=1), review_jobs.RATE_COURSES),
    Every(timedelta(hours=1), review_jobs.TELL_WHAT_WAITS),
    Every(timedelta(hours=6), "forget-answered-forms"),
    Every(timedelta(days=1), "forget-old-tables-of-invitations"),
    Every(timedelta(days=1), "forget-old-invitations"),
    Every(timedelta(days=1), "forget-old-links"),
    Every(timedelta(days=1), "forget-old-messages"),
    Every(timedelta(days=1), retention.FORGET_FILES),
    Every(timedelta(days=1), FORGET_DRAFTS),
    Every(timedelta(days=1), "forget-old-registrations"),
    Every(timedelta(days=1), "forget-old-sessions"),
    Every(timedelta(days=1), "forget-done-jobs"),
    Every(timedelta(days=1), "forget-sent-mail"),
    Every(timedelta(days=1), unreached.FORGET_FAILURES),
    Every(timedelta(days=1), receiving.FORGET_RECEIVED),
    Every(timedelta(days=1), retention.FORGET_EXPORTS),
    Every(timedelta(hours=1), retention.ERASE_DUE),
    Every(timedelta(days=1), retention.WARN_UNUSED),
    Every(timedelta(hours=1), care_jobs.REMIND),
    Every(timedelta(minutes=10), fishbowl_jobs.STEER),
    Every(timedelta(days=1), synthesis_jobs.REMIND_OF_QUARTER),
    Every(notice_jobs.EVERY, notice_jobs.MAIL_NOTICES),
    Every(timedelta(days=1), notice_jobs.FORGET_OLD),
)

COMMANDS = (
    interface_cli.commands,
    jobs_cli.commands,
    migrating.commands,
    accounts_cli.commands,
    authoring_cli.commands,
    certificates_cli.commands,
    mailroom_cli.commands,
    privacy_cli.commands,
    reviews_cli.commands,
    search_cli.commands,
    operations_cli.doctor,
    prepare,
)

TEMPLATE_GLOBALS = {
    "addresses_by_language": addresses_by_language,
    "alternates_html": alternates_html,
    "_": _,
    "country_name": lambda code: country_name(code, locale()),
    "agenda_title": lambda key: agenda_title(key, language()),
    "direction": direction,
    "direction_of": direction_of,
    "duration": duration,
    "form_keys": form_keys,
    "footer_html": footer_html,
    "header_html": header_html,
    "is_light": is_light,
    "kept_piece": kept_piece,
    "language": language,
    "language_name": language_name,
    "line_html": line_html,
    "minute_values": minute_values,
    "new_answer_html": new_answer_html,
    "ngettext": ngettext,
    "post_html": post_html,
    "quoted": quoted,
    "sdg_label": lambda key: find_sdg(key, language()),
    "sendai_label": lambda key: find_sendai(key, language()),
    "show_date": show_date,
    "show_number": show_number,
    "show_size": show_size,
    "syntheses_link": syntheses_link,
    "theme_name": theme_name,
    "url_for": address_of,
}
