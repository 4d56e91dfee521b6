"""Beginning a draft, saving versions, commenting, sharing it with other committees.

Every action but the first takes a draft that was loaded `deciding`: nobody else changes it
meanwhile.
"""

from datetime import date, datetime

from portal.accounts.models import Person
from portal.committees.models import Committee
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, random_number
from portal.opinions.drafts import Draft
from portal.opinions.events import (
    OpinionBegun,
    OpinionRemarked,
    OpinionRevised,
    OpinionShared,
    OpinionWithdrawn,
)
from portal.opinions.models import MemberRemark, Opinion, Party, Version
from portal.opinions.queries import known_keys
from portal.opinions.rules import (
    LONGEST_REMARK,
    MOST_COMMITTEES,
    MOST_VERSIONS,
    Joining,
    Kind,
    Stage,
    Wording,
    check_wording,
)
from portal.register.models import Notice


def begin_opinion(
    *,
    committee: Committee,
    kind: Kind,
    notice: Notice,
    wording: Wording,
    by: Person,
    now: datetime,
) -> Opinion:
    """Begin a draft on a notice that is open to the committee; its questions are loaded."""
    check_wording(wording, questions=[question.number for question in notice.questions])
    opinion = Opinion(
        number=random_number("OP", 3),
        kind=kind,
        docket_id=notice.docket_id,
        notice_id=notice.id,
        lead_id=committee.id,
        begun_by_id=by.id,
        begun_at=now,
    )
    db.session.add(opinion)
    db.session.flush()
    db.session.add(
        Party(
            opinion_id=opinion.id,
            committee_id=committee.id,
            joining=Joining.JOINED,
            invited_by_id=by.id,
            invited_at=now,
            answered_by_id=by.id,
            answered_at=now,
        )
    )
    _keep(opinion, 1, wording.keyed(()), by, now)
    publish(OpinionBegun(at=now, by=by.id, opinion=opinion.number))
    return opinion


def save_version(
    draft: Draft, *, wording: Wording, base: int, by: Person, now: datetime
) -> Version:
    """Save a new version, made of the version numbered `base`.

    Saving what is there already changes nothing. Raises RuleBroken, on `base` where
    somebody else saved another version meanwhile.
    """
    _require_open(draft)
    latest = draft.latest
    questions = [question.number for question in draft.opinion.notice.questions]
    check_wording(wording, questions=questions)
    keyed = wording.keyed(known_keys(draft.opinion))
    if _says(keyed) == _says(latest.wording):
        return latest
    if base != latest.number:
        raise RuleBroken(
            N_(
                "Version %(number)s was saved meanwhile. Nothing of yours is lost: compare the "
                "two, put together what you want to keep, and save again."
            ),
            field="base",
            number=latest.number,
        )
    if latest.number >= MOST_VERSIONS:
        raise RuleBroken(N_("A draft has at most %(most)s versions."), most=MOST_VERSIONS)
    version = _keep(draft.opinion, latest.number + 1, keyed, by, now)
    publish(OpinionRevised(at=now, by=by.id, opinion=draft.opinion.number, version=version.number))
    return version


def _says(wording: Wording) -> tuple[object, ...]:
    """Return what a wording says, however its points are known."""
    points = tuple((x.ask, x.text, x.stance, x.question) for x in wording.points)
    return wording.title, wording.locale, wording.body, points


def _keep(opinion: Opinion, number: int, wording: Wording, by: Person, now: datetime) -> Version:
    version = Version(
        opinion_id=opinion.id,
        number=number,
        title=wording.title,
        locale=wording.locale,
        body=wording.body,
        points=[point.to_json() for point in wording.points],
        by_id=by.id,
        at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version


def remark(draft: Draft, version: Version, *, text: str, by: Person, now: datetime) -> MemberRemark:
    """Say something about a version to the other members."""
    if draft.stage in {Stage.FILED, Stage.WITHDRAWN}:
        raise RuleBroken(N_("This draft is closed; nothing is added to it any more."))
    if not text.strip():
        raise RuleBroken(N_("Write what you want to say."), field="text")
    if len(text) > LONGEST_REMARK:
        raise RuleBroken(N_("Use at most %(most)s characters."), field="text", most=LONGEST_REMARK)
    said = MemberRemark(version_id=version.id, by_id=by.id, at=now, text=text.strip())
    db.session.add(said)
    db.session.flush()
    _tell_of_remark(draft, version, by, now)
    return said


def ask_for_remarks(draft: Draft, *, until: date | None, by: Person, now: datetime) -> date:
    """Ask the members to comment on the draft by a day. Raises RuleBroken on `until`."""
    _require_open(draft)
    if until is None or until <= legal_day(now):
        raise RuleBroken(N_("Give the members at least until tomorrow."), field="until")
    draft.opinion.remarks_until = until
    db.session.flush()
    _tell_of_remark(draft, draft.latest, by, now)
    return until


def _tell_of_remark(draft: Draft, version: Version, by: Person, now: datetime) -> None:
    publish(OpinionRemarked(at=now, by=by.id, opinion=draft.opinion.number, version=version.number))


def invite_committee(draft: Draft, *, committee: Committee, by: Person, now: datetime) -> Party:
    """Ask another committee to join. Raises RuleBroken on `committee`."""
    _require_open(draft)
    taking_part = {Joining.INVITED, Joining.JOINED}
    known = {party.committee_id: party for party in draft.opinion.parties}
    party = known.get(committee.id)
    if party and party.joining in taking_part:
        raise RuleBroken(N_("This committee is invited already."), field="committee")
    if sum(other.joining in taking_part for other in known.values()) >= MOST_COMMITTEES:
        raise RuleBroken(
            N_("At most %(most)s committees share an opinion."),
            field="committee",
            most=MOST_COMMITTEES,
        )
    if party is None:
        party = Party(opinion_id=draft.opinion.id, committee_id=committee.id)
        db.session.add(party)
    party.joining = Joining.INVITED
    party.invited_by_id, party.invited_at = by.id, now
    party.answered_by_id = party.answered_at = None
    db.session.flush()
    _tell_of_sharing(draft, party, by, now)
    return party


def answer_invitation(
    draft: Draft, *, committee: Committee, joins: bool, by: Person, now: datetime
) -> None:
    """Say whether an invited committee joins. Raises RuleBroken."""
    party = _invited(draft, committee)
    if joins:
        _require_open(draft)
    party.joining = Joining.JOINED if joins else Joining.DECLINED
    party.answered_by_id, party.answered_at = by.id, now
    db.session.flush()
    _tell_of_sharing(draft, party, by, now)


def take_invitation_back(draft: Draft, *, committee: Committee, by: Person, now: datetime) -> None:
    """Take back an invitation that was not answered. Raises RuleBroken."""
    party = _invited(draft, committee)
    party.joining = Joining.TAKEN_BACK
    db.session.flush()
    _tell_of_sharing(draft, party, by, now)


def _invited(draft: Draft, committee: Committee) -> Party:
    for party in draft.opinion.parties:
        if party.committee_id == committee.id and party.joining is Joining.INVITED:
            return party
    raise RuleBroken(N_("This invitation is answered, or was taken back."))


def _tell_of_sharing(draft: Draft, party: Party, by: Person, now: datetime) -> None:
    publish(OpinionShared(at=now, by=by.id, opinion=draft.opinion.number, joining=party.joining))


def withdraw_opinion(draft: Draft, *, by: Person, now: datetime) -> None:
    """Give a draft up; it stays where it is, for its committees. Raises RuleBroken."""
    if draft.stage in {Stage.FILED, Stage.WITHDRAWN}:
        raise RuleBroken(N_("This draft is closed; nothing is added to it any more."))
    draft.opinion.withdrawn_at, draft.opinion.withdrawn_by_id = now, by.id
    db.session.flush()
    publish(OpinionWithdrawn(at=now, by=by.id, opinion=draft.opinion.number))


def _require_open(draft: Draft) -> None:
    if not draft.is_open:
        raise RuleBroken(
            N_("This version is put to the vote, or the draft is closed. It may not change now.")
        )
