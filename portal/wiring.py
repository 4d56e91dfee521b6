"""Who reacts to what, what waits for the worker, whose hand is needed, and who may do what.

Read this page to see how one room affects another.
"""

from types import ModuleType

from portal.accounts import policy as accounts_policy
from portal.accounts.actions import forget_wishes
from portal.adjacent import policy as adjacent_policy
from portal.adjacent.escalation import escalate_overdue
from portal.adjacent.tasks import tasks as adjacent_tasks
from portal.comments import policy as comments_policy
from portal.comments.letters import write_receipt, write_word_to_giver
from portal.committees import policy as committees_policy
from portal.committees.letters import write_decision
from portal.committees.tasks import tasks as committees_tasks
from portal.kernel.events import Event, Wiring
from portal.kernel.jobs import Job
from portal.ledger.actions import seal
from portal.ledger.reactions import record
from portal.meetings import policy as meetings_policy
from portal.meetings.events import BriefingGiven, MinutesPublished
from portal.meetings.letters import tell_of_meetings
from portal.meetings.reactions import note_briefed, note_held
from portal.meetings.tasks import tasks as meeting_tasks
from portal.negotiations import policy as negotiations_policy
from portal.negotiations.tasks import tasks as negotiations_tasks
from portal.opinions import policy as opinions_policy
from portal.opinions.tasks import tasks as opinions_tasks
from portal.organisations import policy as organisations_policy
from portal.organisations.reminders import remind_of_ends
from portal.organisations.tasks import tasks as organisations_tasks
from portal.outbox.delivery import deliver
from portal.outbox.owed import Writer, write_owed
from portal.outreach import policy as outreach_policy
from portal.outreach.actions import forget_unconfirmed
from portal.outreach.tasks import tasks as requests_to_answer
from portal.papers import policy as papers_policy
from portal.register import policy as register_policy
from portal.register.actions import forget_unconfirmed_times
from portal.register.events import (
    DocketCreated,
    ExtensionRefused,
    NoticeExtended,
    NoticePublished,
    Standing,
)
from portal.register.exporting.prints import make_prints
from portal.register.jobs import publish_due
from portal.register.reactions import (
    note_asked,
    tell_askers,
    tell_foreign_ministry,
    tell_refused,
)
from portal.register.tasks import tasks as register_tasks
from portal.responses import policy as responses_policy
from portal.responses.events import AnswersPublished
from portal.responses.reminders import remind_of_promises
from portal.scorecard import policy as scorecard_policy
from portal.search.reactions import take_in, take_in_anew
from portal.subscriptions import policy as subscriptions_policy
from portal.subscriptions.actions import forget_old_asks
from portal.subscriptions.digests import build_digests
from portal.subscriptions.fanouts import expand_fanouts
from portal.subscriptions.reactions import announce_answers, announce_notice
from portal.web.limits import forget_old_counts
from portal.web.tasks import Source

WIRING: Wiring = {
    Event: [record],
    DocketCreated: [tell_foreign_ministry],
    NoticePublished: [note_asked, announce_notice, take_in],
    NoticeExtended: [tell_askers],
    ExtensionRefused: [tell_refused],
    Standing: [take_in_anew],
    AnswersPublished: [announce_answers],
    MinutesPublished: [note_held],
    BriefingGiven: [note_briefed],
}

LETTERS: dict[str, Writer] = {
    "receipt": write_receipt,
    "filed for you": write_word_to_giver,
    "application decided": write_decision,
}
"""Who writes the letters that are owed."""

JOBS: dict[str, Job] = {
    "notices published on their day": publish_due,
    "entries sealed": seal,
    "followers written to": expand_fanouts,
    "digests built": build_digests,
    "promises reminded of": remind_of_promises,
    "owed letters written": write_owed,
    "meetings told of": tell_of_meetings,
    "questions escalated": escalate_overdue,
    "letters delivered": deliver,
    "ends of accreditations told": remind_of_ends,
    "notices printed": make_prints,
    "wishes forgotten": forget_old_asks,
    "accounts that nobody confirmed forgotten": forget_wishes,
    "requests that nobody confirmed forgotten": forget_unconfirmed,
    "pleas that nobody confirmed forgotten": forget_unconfirmed_times,
    "counts forgotten": forget_old_counts,
}

TASKS: tuple[Source, ...] = (
    register_tasks,
    negotiations_tasks,
    committees_tasks,
    meeting_tasks,
    requests_to_answer,
    opinions_tasks,
    organisations_tasks,
    adjacent_tasks,
)

POLICIES: tuple[ModuleType, ...] = (
    accounts_policy,
    negotiations_policy,
    committees_policy,
    register_policy,
    organisations_policy,
    comments_policy,
    outreach_policy,
    adjacent_policy,
    papers_policy,
    responses_policy,
    opinions_policy,
    meetings_policy,
    scorecard_policy,
    subscriptions_policy,
)
