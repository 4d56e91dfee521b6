"""Requests for more time: those that wait, and the one that a link is about."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Actor
from portal.accounts.queries import token_hash
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.register.models import Docket, ExtensionRequest, Notice
from portal.register.queries.desk import served_by
from portal.register.rules import RequestState


def _whole() -> Select[ExtensionRequest]:
    about = joinedload(ExtensionRequest.notice)
    return select(ExtensionRequest).options(
        about.joinedload(Notice.agency),
        about.joinedload(Notice.docket).joinedload(Docket.agency),
        about.selectinload(Notice.themes),
        joinedload(ExtensionRequest.extension),
    )


def select_time_requests(actor: Actor) -> Select[ExtensionRequest]:
    """Return the statement for what waits on the actor's agencies, the soonest due first."""
    roles = (Role.AUTHOR, Role.APPROVER, Role.SENIOR_APPROVER)
    ours = select(Notice.id).where(Notice.agency.has(served_by(actor, *roles)))
    return (
        _whole()
        .where(
            ExtensionRequest.notice_id.in_(ours),
            ExtensionRequest.state == RequestState.WAITING,
            ExtensionRequest.due_on.is_not(None),
        )
        .order_by(ExtensionRequest.due_on, ExtensionRequest.id)
    )


def get_time_request(number: str) -> ExtensionRequest:
    """Return a request that was confirmed, with its notice; nobody else decides on it meanwhile.

    Raises Missing.
    """
    query = _whole().where(ExtensionRequest.number == number, ExtensionRequest.due_on.is_not(None))
    return _found(db.session.scalar(query.with_for_update(of=ExtensionRequest)))


def get_time_request_by_link(token: str) -> ExtensionRequest:
    """Return the request that waits for the owner of this link. Raises Missing."""
    query = _whole().where(ExtensionRequest.token == token_hash(token))
    return _found(db.session.scalar(query.with_for_update(of=ExtensionRequest)))


def _found(request: ExtensionRequest | None) -> ExtensionRequest:
    if request is None:
        raise Missing(N_("This link has been used already, or it is too old."))
    return request
