"""Letters of authority: giving them, and ending them."""

from datetime import date, datetime

from portal.accounts.models import Organisation, Person
from portal.attachments.actions import attachment_of
from portal.attachments.rules import Kept
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.negotiations.models import Theme
from portal.organisations.events import AuthorityEnded, AuthorityGiven
from portal.organisations.models import Authority
from portal.organisations.rules import Scope, check_authority
from portal.register.models import Docket


def give_authority(
    giver: Organisation,
    holder: Organisation,
    *,
    letter: Kept,
    about: Theme | Docket | None,
    starts_on: date,
    ends_on: date,
    by: Person,
    now: datetime,
) -> Authority:
    """Let another organisation file in this one's name, as a signed letter says.

    Raises RuleBroken.
    """
    check_authority(giver=giver.id, holder=holder.id, starts_on=starts_on, ends_on=ends_on)
    authority = Authority(
        giver_id=giver.id,
        holder_id=holder.id,
        letter=attachment_of(letter, now=now),
        scope=_scope(about),
        theme_id=about.id if isinstance(about, Theme) else None,
        docket_id=about.id if isinstance(about, Docket) else None,
        starts_on=starts_on,
        ends_on=ends_on,
        given_at=now,
        given_by_id=by.id,
    )
    db.session.add(authority)
    db.session.flush()
    publish(
        AuthorityGiven(
            at=now,
            by=by.id,
            organisation=giver.slug,
            holder=holder.slug,
            scope=authority.scope.value,
            starts=starts_on,
            ends=ends_on,
            sha256=letter.sha256,
        )
    )
    return authority


def _scope(about: Theme | Docket | None) -> Scope:
    if about is None:
        return Scope.ALL
    return Scope.THEME if isinstance(about, Theme) else Scope.DOCKET


def end_authority(authority: Authority, *, by: Person, now: datetime) -> None:
    """End a letter of authority at once. Both organisations are loaded. Raises RuleBroken."""
    if authority.ended_at is not None:
        raise RuleBroken(N_("This letter of authority has ended already."))
    authority.ended_at = now
    publish(
        AuthorityEnded(
            at=now,
            by=by.id,
            organisation=authority.giver.slug,
            holder=authority.holder.slug,
        )
    )
