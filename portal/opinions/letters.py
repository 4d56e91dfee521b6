"""The letters of this room: to members, who are asked for something, and to the group across.

A letter to members names the docket and the committees, never the draft's own words: mail
travels open.
"""

from collections.abc import Iterable
from datetime import date, datetime

from portal.accounts.models import Person
from portal.committees.models import Term
from portal.committees.rules import VOTING, SeatRole
from portal.kernel.text import N_
from portal.negotiations.models import NegotiatingGroup
from portal.opinions.drafts import Draft
from portal.opinions.models import Opinion, Poll
from portal.outbox.letters import compose
from portal.web.locale import _l

SUBJECTS = {
    "invited": _l("Your committee is invited to an opinion"),
    "remarks": _l("A draft of your committee waits for your comments"),
    "vote": _l("A vote of your committee is open"),
}

SENTENCES = {
    "invited": N_("%(committees)s invite your committee to join an opinion on docket %(docket)s."),
    "remarks": N_("A draft of %(committees)s on docket %(docket)s waits for your comments."),
    "vote": N_("%(committees)s vote on an opinion on docket %(docket)s. Your seat has one vote."),
}
"""What each letter says first."""


def send_invitation(draft: Draft, people: Iterable[Person], *, now: datetime) -> None:
    """Write to the chair and the secretary of a committee that is invited."""
    _ask("invited", draft, people, key=draft.opinion.number, until=None, now=now)


def ask_to_comment(draft: Draft, terms: Iterable[Term], *, until: date, now: datetime) -> None:
    """Write to the members of the committees, once for each draft."""
    people = _people(x for x in terms if x.seat.role is not SeatRole.OBSERVER)
    _ask("remarks", draft, people, key=draft.opinion.number, until=until, now=now)


def ask_to_vote(draft: Draft, poll: Poll, terms: Iterable[Term], *, now: datetime) -> None:
    """Write to everyone who may vote, once for each vote."""
    people = _people(x for x in terms if x.seat.role in VOTING)
    _ask("vote", draft, people, key=str(poll.id), until=poll.last_day, now=now)


def _people(terms: Iterable[Term]) -> list[Person]:
    found = {x.id: x for term in terms for x in (term.holder, term.alternate) if x}
    return [person for person in found.values() if person.is_active]


def _ask(
    what: str,
    draft: Draft,
    people: Iterable[Person],
    *,
    key: str,
    until: date | None,
    now: datetime,
) -> None:
    for person in people:
        compose(
            "opinions/mail/asked",
            to=person.email,
            locale=person.locale,
            key=f"opinion-{what}:{key}:{person.id}",
            now=now,
            what=what,
            about=SUBJECTS[what],
            says=SENTENCES[what],
            committees=draft.codes,
            docket=draft.opinion.docket.number,
            number=draft.opinion.number,
            name=person.name,
            until=until,
        )


def tell_group(opinion: Opinion, group: NegotiatingGroup, *, codes: str, now: datetime) -> None:
    """Write to the group across from a committee that its opinion is filed."""
    if opinion.comment is None:
        return
    readers = {group.mailbox: group.languages.split()[0]}
    readers |= {x.email: x.locale for x in (group.lead, group.substitute) if x and x.is_active}
    for email, locale in readers.items():
        compose(
            "opinions/mail/filed",
            to=email,
            locale=locale,
            key=f"opinion-filed:{opinion.comment.number}:{group.code}:{email}"[:200],
            now=now,
            committees=codes,
            comment=opinion.comment,
            docket=opinion.docket,
        )
