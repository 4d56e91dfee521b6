"""The letters of this room: short, each about one thing, in the language of who reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.accounts.models import Organisation, Person
from portal.kernel.text import N_
from portal.organisations.models import Accreditation, Authority, JoinRequest, MemberInvitation
from portal.organisations.queries import owners_of
from portal.outbox.letters import compose
from portal.web.locale import day, speaking, tell
from portal.web.urls import absolute_url


@dataclass(frozen=True)
class News:
    """What a letter says; `%(organisation)s` and other facts stand in their places."""

    subject: str
    body: str
    button: str = N_("Open the page")


INVITED = News(
    N_("You are invited to act for %(organisation)s"),
    N_(
        "An owner of %(organisation)s invites you to join it on the portal for consultations. "
        "Sign in with the account of this address, or open one, and take the invitation up. "
        "The link works once, for seven days."
    ),
    N_("See the invitation"),
)
ASKED = News(
    N_("Somebody asks to be let into %(organisation)s"),
    N_("%(person)s asks to act for %(organisation)s. Let them in only if you know them."),
    N_("Answer the request"),
)
LET_IN = News(
    N_("You act for %(organisation)s now"),
    N_("Your request was accepted. You can file in the name of %(organisation)s from now on."),
)
NOT_LET_IN = News(
    N_("Your request to %(organisation)s was refused"),
    N_("The owners of %(organisation)s did not let you in. You can always file in your own name."),
)
NEW_ROLE = News(
    N_("Your role in %(organisation)s has changed"),
    N_("An owner of %(organisation)s gave you another role. What you may do now is on its page."),
)
REMOVED = News(
    N_("You do not act for %(organisation)s any more"),
    N_(
        "An owner of %(organisation)s took you off the list of its people. "
        "What you filed stays as it is."
    ),
)
LEFT = News(
    N_("A member has left %(organisation)s"),
    N_("%(person)s has left %(organisation)s and acts for it no more."),
)
AUTHORISED = News(
    N_("You may file in the name of %(organisation)s"),
    N_(
        "%(organisation)s authorised %(holder)s to file in its name until %(ends)s. "
        "Choose it in the form of a comment, under “For whom do you speak?”."
    ),
)
AUTHORITY_ENDED = News(
    N_("A letter of authority of %(organisation)s has ended"),
    N_("%(holder)s files in the name of %(organisation)s no more. What was filed stays."),
)
ACCREDITED = News(
    N_("%(organisation)s is accredited"),
    N_("The Chamber accredited %(organisation)s. The term stands on its page."),
)
NOT_ACCREDITED = News(
    N_("%(organisation)s was not accredited"),
    N_(
        "The Chamber refused the accreditation of %(organisation)s. The reason stands on your "
        "page; you can appeal there, and another officer decides. Your right to comment is the "
        "same as before."
    ),
)
ENDING = News(
    N_("The accreditation of %(organisation)s: last day %(ends)s"),
    N_(
        "The last day of the accreditation of %(organisation)s is %(ends)s. Ask for the next term "
        "with the statutes in force. Without it you can comment as before."
    ),
    N_("Ask for the next term"),
)


def send_invitation(
    invitation: MemberInvitation,
    organisation: Organisation,
    token: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Invite whoever reads mail at the address, in the language of who invites."""
    url = absolute_url("organisations.take_up", locale=by.locale, token=token)
    _write(
        INVITED,
        organisation,
        to=invitation.email,
        locale=by.locale,
        url=url,
        key=f"member-invitation:{invitation.id}",
        now=now,
    )


def send_request(
    request: JoinRequest, organisation: Organisation, *, person: Person, now: datetime
) -> None:
    """Tell the owners that a person asks to be let in."""
    for owner in owners_of(organisation.id):
        _tell(
            ASKED,
            organisation,
            owner,
            key=f"join-request:{request.id}:{owner.id}",
            now=now,
            person=person.name,
        )


def send_answer(request: JoinRequest, organisation: Organisation, *, now: datetime) -> None:
    """Tell a person what came of their request."""
    news = LET_IN if request.accepted else NOT_LET_IN
    page = "organisations.manage" if request.accepted else "organisations.organisation"
    _tell(news, organisation, request.person, key=f"join-answer:{request.id}", now=now, page=page)


def send_new_role(person: Person, organisation: Organisation, *, now: datetime) -> None:
    """Tell a member that they may do more, or less, from now on."""
    key = f"member-role:{organisation.id}:{person.id}:{now.timestamp()}"
    _tell(NEW_ROLE, organisation, person, key=key, now=now)


def send_removal(person: Person, organisation: Organisation, *, now: datetime) -> None:
    """Tell a person that they act for the organisation no more."""
    key = f"member-removed:{organisation.id}:{person.id}:{now.timestamp()}"
    _tell(REMOVED, organisation, person, key=key, now=now, page="organisations.organisation")


def send_leaving(person: Person, organisation: Organisation, *, now: datetime) -> None:
    """Tell the owners that a member has left."""
    for owner in owners_of(organisation.id):
        key = f"member-left:{organisation.id}:{person.id}:{now.timestamp()}:{owner.id}"
        _tell(LEFT, organisation, owner, key=key, now=now, person=person.name)


def send_authority(authority: Authority, *, now: datetime) -> None:
    """Tell the owners of the organisation that may file for another."""
    for owner in owners_of(authority.holder_id):
        _tell(
            AUTHORISED,
            authority.giver,
            owner,
            key=f"authority:{authority.id}:{owner.id}",
            now=now,
            holder=authority.holder,
            ends=authority.ends_on,
            about=authority.holder,
        )


def send_authority_ended(authority: Authority, *, now: datetime) -> None:
    """Tell the owners of both organisations."""
    for side in (authority.giver, authority.holder):
        for owner in owners_of(side.id):
            _tell(
                AUTHORITY_ENDED,
                authority.giver,
                owner,
                key=f"authority-ended:{authority.id}:{side.id}:{owner.id}",
                now=now,
                holder=authority.holder,
                about=side,
            )


def send_decision(accreditation: Accreditation, *, news: News, now: datetime) -> None:
    """Tell the owners what the Chamber decided. The organisation is loaded."""
    organisation = accreditation.organisation
    for owner in owners_of(organisation.id):
        _tell(
            news,
            organisation,
            owner,
            key=f"accreditation:{accreditation.id}:{accreditation.state}:{owner.id}",
            now=now,
            page="organisations.accreditation",
        )


def send_reminder(accreditation: Accreditation, *, days: int, now: datetime) -> None:
    """Remind the owners of the end of an accreditation. The organisation is loaded."""
    for owner in owners_of(accreditation.organisation_id):
        _tell(
            ENDING,
            accreditation.organisation,
            owner,
            key=f"accreditation-ends:{accreditation.id}:{days}:{owner.id}",
            now=now,
            page="organisations.accreditation",
            ends=accreditation.ends_on,
        )


def _tell(
    news: News,
    organisation: Organisation,
    reader: Person,
    *,
    key: str,
    now: datetime,
    page: str = "organisations.manage",
    about: Organisation | None = None,
    **facts: Any,
) -> None:
    """Write to a person about an organisation; the button leads to a page of `about`."""
    if not reader.is_active:
        return
    url = absolute_url(page, locale=reader.locale, organisation=(about or organisation).slug)
    _write(
        news,
        organisation,
        to=reader.email,
        locale=reader.locale,
        url=url,
        key=key,
        now=now,
        **facts,
    )


def _write(
    news: News,
    organisation: Organisation,
    *,
    locale: str,
    person: str = "",
    holder: Organisation | None = None,
    ends: date | None = None,
    **facts: Any,
) -> None:
    with speaking(locale):
        words = {
            "organisation": tell(organisation.name).text,
            "holder": tell(holder.name).text if holder else "",
            "person": person,
            "ends": day(ends) if ends else "",
        }
    compose("organisations/mail/news", news=news, words=words, locale=locale, **facts)
