"""Reading themes, negotiations and the groups that negotiate."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import NegotiatingGroup, Negotiation, Theme


def select_themes() -> Select[Theme]:
    """Return the statement for every theme with its lead, the core ones first."""
    return (
        select(Theme)
        .options(joinedload(Theme.lead))
        .order_by(Theme.core.desc(), Theme.rank, Theme.id)
    )


def themes() -> list[Theme]:
    """Return every theme with its lead, the core ones first."""
    return list(db.session.scalars(select_themes()))


def get_theme(code: str) -> Theme:
    """Return the theme with its lead. Raises Missing."""
    query = select(Theme).where(Theme.code == code).options(joinedload(Theme.lead))
    theme = db.session.scalar(query)
    if theme is None:
        raise Missing(N_("There is no theme with this code."))
    return theme


def groups() -> dict[int, NegotiatingGroup]:
    """Return the group of each theme, by the theme's key, with whoever can be reached there."""
    return {group.theme_id: group for group in db.session.scalars(_select_groups())}


def find_group(theme: Theme) -> NegotiatingGroup | None:
    """Return the group that negotiates the theme, with whoever can be reached there."""
    return db.session.scalar(_select_groups().where(NegotiatingGroup.theme_id == theme.id))


def negotiations() -> list[Negotiation]:
    """Return every negotiation with its lead, in the order in which they were entered."""
    query = select(Negotiation).options(joinedload(Negotiation.lead)).order_by(Negotiation.id)
    return list(db.session.scalars(query))


def get_negotiation(code: str) -> Negotiation:
    """Return the negotiation with its lead and what it has reached. Raises Missing."""
    query = (
        select(Negotiation)
        .where(Negotiation.code == code)
        .options(joinedload(Negotiation.lead), selectinload(Negotiation.milestones))
    )
    negotiation = db.session.scalar(query)
    if negotiation is None:
        raise Missing(N_("There is no negotiation with this code."))
    return negotiation


def _select_groups() -> Select[NegotiatingGroup]:
    return select(NegotiatingGroup).options(
        joinedload(NegotiatingGroup.agency),
        joinedload(NegotiatingGroup.lead),
        joinedload(NegotiatingGroup.substitute),
    )
