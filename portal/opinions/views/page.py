"""The page of a draft, on which everything about it is seen and done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from flask_login import current_user

from portal.comments.labels import STANCE_BADGES, STANCES
from portal.committees.models import Term
from portal.kernel import clock
from portal.opinions.actions.voting import seats_to_vote
from portal.opinions.drafts import Draft
from portal.opinions.forms import (
    AskForm,
    BallotForm,
    DissentForm,
    InviteForm,
    PollForm,
    RecusalForm,
    RemarkForm,
    ballot_form,
)
from portal.opinions.headings import offers_no_evidence
from portal.opinions.labels import CHOICES, JOININGS, KINDS, STAGE_BADGES, STAGES
from portal.opinions.models import Version
from portal.opinions.policy import may_lead_opinion
from portal.opinions.queries import (
    chapters_of,
    declared_chapters,
    get_opinion,
    others_to_invite,
    remarks_on,
    savings_of,
    sitting,
)
from portal.opinions.results import (
    able_to_dissent,
    open_for_filing_from,
    recused,
    results,
    still_to_dissent,
)
from portal.opinions.rules import (
    WHOLE,
    Stage,
    dissents_until,
    last_day_to_dissent,
    report_due,
)
from portal.opinions.rules import Kind as OpinionKind
from portal.register.markup import captions, render
from portal.register.models import Notice
from portal.web.locale import _

WORDS: dict[str, Any] = {
    "KINDS": KINDS,
    "STAGES": STAGES,
    "STAGE_BADGES": STAGE_BADGES,
    "JOININGS": JOININGS,
    "CHOICES": CHOICES,
    "STANCES": STANCES,
    "STANCE_BADGES": STANCE_BADGES,
}


def load(number: str, *, deciding: bool = False) -> Draft:
    """Return the draft to whoever is asking, if they sit in its committees. Raises Missing."""
    return get_opinion(number, current_user, now=clock.now(), deciding=deciding)


def shown(draft: Draft, **forms: Any) -> tuple[str, int]:
    """Return the page of a draft; a form that was refused is shown as it came."""
    now = clock.now()
    version = draft.latest
    forms = _forms(draft) | forms
    status = max((form.status for form in forms.values() if form), default=200)
    return render_template(
        "opinions/draft.html",
        draft=draft,
        opinion=draft.opinion,
        version=version,
        html=render(version.body, locale=version.locale),
        questions={question.number: question for question in draft.opinion.notice.questions},
        savings=savings_of(draft.opinion),
        remarks=remarks_on(version),
        no_evidence=_lacks_evidence(draft),
        due=final_report_due(draft.opinion.kind, draft.opinion.notice),
        places={point.key: place for place, point in enumerate(version.wording.points, 1)},
        suggestions=_suggestions(draft) if may_lead_opinion(current_user, draft) else [],
        ours=_ours(draft),
        **_of_vote(draft, now),
        **forms,
        **WORDS,
    ), status


def _ours(draft: Draft) -> set[int]:
    return {x.term.organisation_id for x in draft.standings if x.term}


def _lacks_evidence(draft: Draft) -> bool:
    version = draft.latest
    return offers_no_evidence(draft.opinion.kind, captions(version.body), version.locale)


def final_report_due(kind: OpinionKind, notice: Notice) -> Any:
    """Return the last day for a final report; nothing for other papers."""
    if kind is not OpinionKind.FINAL_REPORT or notice.published_on is None:
        return None
    return report_due(notice.published_on)


def _forms(draft: Draft) -> dict[str, Any]:
    today = clock.legal_day(clock.now())
    forms: dict[str, Any] = {
        "remark_form": RemarkForm(prefix="remark-", formdata=None),
        "ask_form": AskForm(prefix="ask-", formdata=None),
        "recusal_form": recusal_form(draft, fresh=True),
        "poll_form": poll_form(draft, fresh=True),
        "dissent_form": DissentForm(prefix="dissent-", formdata=None),
        "ballot_form": voting_form(draft),
        "invite_form": None,
    }
    if draft.is_open and may_lead_opinion(current_user, draft):
        invite = InviteForm(prefix="invite-", formdata=None)
        invite.offer(others_to_invite(draft, on=today))
        forms["invite_form"] = invite
    return forms


def recusal_form(draft: Draft, *, fresh: bool = False) -> RecusalForm:
    """Return the form for stepping aside."""
    form = RecusalForm(prefix="recusal-", **({"formdata": None} if fresh else {}))
    form.offer(draft.latest.wording.points)
    return form


def poll_form(draft: Draft, *, fresh: bool = False) -> PollForm:
    """Return the form for opening a vote; points that somebody keeps out of are ticked."""
    points = draft.latest.wording.points
    kept_out = {recusal.item for recusal in draft.opinion.recusals}
    apart = [point.key for point in points if point.key in kept_out]
    given: dict[str, Any] = {"formdata": None, "apart": apart} if fresh else {}
    form = PollForm(prefix="poll-", **given)
    form.offer(points)
    return form


def voting_form(draft: Draft) -> BallotForm | None:
    """Return the form for the reader's vote; nothing where they have none to cast."""
    poll = draft.poll
    if poll is None or draft.stage is not Stage.VOTING:
        return None
    seats = [x.term for x in seats_to_vote(draft) if x.term]
    asked = {}
    for result in results(draft.opinion, poll):
        aside = recused(draft.opinion, poll, result.item)
        if any(term.organisation_id not in aside for term in seats):
            asked[result.item] = _label(result.place, result.point.ask if result.point else "")
    if not asked:
        return None
    ours = {term.seat_id for term in seats}
    given = {x.item: x.choice for x in poll.ballots if x.seat_id in ours}
    return ballot_form(asked, given)


def _label(place: int, ask: str) -> str:
    if place == WHOLE:
        return _("The opinion as a whole")
    return _("Point %(number)s by itself: %(ask)s", number=place, ask=ask)


def _of_vote(draft: Draft, now: datetime) -> dict[str, Any]:
    """Return what there is to say about the last vote. While it lasts, only how many voted."""
    poll = draft.poll
    if poll is None:
        return {"poll": None}
    found = results(draft.opinion, poll)
    ended = poll.has_ended(now)
    return {
        "poll": poll,
        "has_ended": ended,
        "found": found,
        "committees": {x.committee_id: x.committee for x in draft.opinion.parties},
        "dissents_until": last_day_to_dissent(poll.last_day) if ended else None,
        "can_dissent": ended
        and now < dissents_until(poll.last_day)
        and bool(_ours(draft) & able_to_dissent(draft.opinion, poll)),
        "waiting_for_dissent": ended and bool(still_to_dissent(draft.opinion, poll)),
        "open_for_filing_from": open_for_filing_from(draft.opinion, poll) if ended else None,
        "now": now,
    }


@dataclass(frozen=True)
class Suggestion:
    """Somebody whose declared interests touch what the docket is about."""

    term: Term
    person: str
    chapters: list[str]


def _suggestions(draft: Draft) -> list[Suggestion]:
    """Return who might step aside: declared chapters held against those of the docket."""
    today = clock.legal_day(clock.now())
    touched = chapters_of(draft.opinion.docket_id)
    if not touched or not draft.is_open:
        return []
    terms = sitting([party.committee_id for party in draft.parties], on=today)
    people = {x.id: x for term in terms for x in (term.holder, term.alternate) if x}
    declared = declared_chapters(list(people), on=today)
    known = {recusal.organisation_id for recusal in draft.opinion.recusals}
    return [
        Suggestion(term, person.name, sorted(declared[person.id] & touched))
        for term in terms
        for person in (term.holder, term.alternate)
        if person and term.organisation_id not in known and declared.get(person.id, set()) & touched
    ]


def text_of(version: Version) -> str:
    """Return a version as one text, so that two can be compared."""
    lines = [version.title, ""]
    if version.body:
        lines += [version.body, ""]
    for place, point in enumerate(version.wording.points, 1):
        lines.append(f"{place}. {point.ask}")
        if point.stance:
            lines.append(str(STANCES[point.stance]))
        if point.question:
            lines.append(_("On question %(number)s", number=point.question))
        lines += [point.text, ""] if point.text else [""]
    return "\n".join(lines)
