"""Reading themes, negotiations, the groups that negotiate, and the focal points."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.accounts.models import Agency, Duty, Person
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import (
    Consultation,
    FocalPoint,
    GroupPlace,
    Move,
    NegotiatingGroup,
    Negotiation,
    Round,
    Side,
    Theme,
)
from portal.negotiations.rules import FOREIGN_MINISTRY, STAGE_IN_LIFE, Stage, continuity

YEAR = timedelta(days=365)


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
    """Return the permanent group of each theme, by the theme's key, with whom to reach there."""
    query = _select_groups().where(NegotiatingGroup.negotiation_id.is_(None))
    return {group.theme_id: group for group in db.session.scalars(query)}


def find_group(theme: Theme, *, negotiation_id: int | None = None) -> NegotiatingGroup | None:
    """Return the group that negotiates the theme, with whom to reach there.

    In a negotiation that has a group of its own for the theme it is that one, else the
    permanent one. 1 statement.
    """
    query = _select_groups().where(
        NegotiatingGroup.theme_id == theme.id, _negotiates(negotiation_id)
    )
    found = db.session.scalars(query).all()
    return max(found, key=lambda group: group.negotiation_id is not None, default=None)


def groups_in(negotiation: Negotiation) -> list[NegotiatingGroup]:
    """Return who negotiates each theme in a negotiation, with the theme, in the order of themes."""
    query = (
        _select_groups()
        .join(NegotiatingGroup.theme)
        .where(_negotiates(negotiation.id))
        .options(joinedload(NegotiatingGroup.theme))
        .order_by(Theme.core.desc(), Theme.rank, NegotiatingGroup.negotiation_id.is_not(None))
    )
    return list({group.theme_id: group for group in db.session.scalars(query)}.values())


def get_side(theme: str, *, negotiation: str | None = None) -> Side:
    """Return the place of a group by the codes of theme and negotiation. Raises Missing."""
    of_theme = get_theme(theme)
    talks = get_negotiation(negotiation) if negotiation else None
    query = _select_groups().where(
        NegotiatingGroup.theme_id == of_theme.id,
        NegotiatingGroup.negotiation_id == talks.id
        if talks
        else NegotiatingGroup.negotiation_id.is_(None),
    )
    return Side(of_theme, talks, db.session.scalar(query))


def continuity_of_groups(*, on: date) -> tuple[int, int] | None:
    """Return how many who negotiated a year before the day still do, and of how many (R56)."""
    return continuity(_in_groups(on - YEAR), _in_groups(on))


def _in_groups(on: date) -> set[tuple[int, int]]:
    query = select(GroupPlace.group_id, GroupPlace.person_id).where(
        GroupPlace.starts_on <= on, or_(GroupPlace.ends_on.is_(None), GroupPlace.ends_on >= on)
    )
    return {(group, person) for group, person in db.session.execute(query)}


def negotiations() -> list[Negotiation]:
    """Return every negotiation with its lead, in the order in which they were entered."""
    query = (
        select(Negotiation)
        .options(
            joinedload(Negotiation.lead),
            joinedload(Negotiation.leader),
            joinedload(Negotiation.deputy),
        )
        .order_by(Negotiation.id)
    )
    return list(db.session.scalars(query))


def get_negotiation(code: str) -> Negotiation:
    """Return the negotiation with those who lead it, its milestones and rounds. Raises Missing."""
    query = (
        select(Negotiation)
        .where(Negotiation.code == code)
        .options(
            joinedload(Negotiation.lead),
            joinedload(Negotiation.leader),
            joinedload(Negotiation.deputy),
            selectinload(Negotiation.milestones),
            selectinload(Negotiation.rounds),
        )
    )
    negotiation = db.session.scalar(query)
    if negotiation is None:
        raise Missing(N_("There is no negotiation with this code."))
    return negotiation


def get_round(negotiation: Negotiation, number: int) -> Round:
    """Return a round of a negotiation whose rounds are loaded. Raises Missing."""
    found = next((x for x in negotiation.rounds if x.number == number), None)
    if found is None:
        raise Missing(N_("There is no round with this number."))
    return found


def moves_of(negotiation: Negotiation) -> list[Move]:
    """Return the moves of a negotiation from station to station, the first one first."""
    query = (
        select(Move)
        .where(Move.negotiation_id == negotiation.id)
        .options(joinedload(Move.by))
        .order_by(Move.number)
    )
    return list(db.session.scalars(query))


def consultations_of(negotiation: Negotiation, *, limit: int) -> list[Consultation]:
    """Return the occasions on which those concerned were heard, the latest first."""
    query = (
        select(Consultation)
        .where(Consultation.negotiation_id == negotiation.id)
        .order_by(Consultation.at.desc(), Consultation.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


def is_heard(negotiation: Negotiation) -> bool:
    """Say whether anyone was consulted at the present stage since it was last entered anew.

    What was held ahead of a stage counts for it; what was held before the stage was left
    does not count again when the talks come back to it.
    """
    stage = negotiation.consultation_stage
    stations = [station for station, belongs in STAGE_IN_LIFE.items() if belongs is stage]
    left = select(func.max(Move.at)).where(
        Move.negotiation_id == negotiation.id,
        Move.before.in_(stations),
        Move.after.not_in(stations),
    )
    last_left = db.session.scalar(left)
    query = select(Consultation.id).where(
        Consultation.negotiation_id == negotiation.id, Consultation.stage == stage
    )
    if last_left is not None:
        query = query.where(Consultation.at > last_left)
    return db.session.scalar(query.limit(1)) is not None


def heard_per_stage(negotiation: Negotiation) -> dict[Stage, int]:
    """Return how often those concerned were heard at each stage."""
    query = (
        select(Consultation.stage, func.count())
        .where(Consultation.negotiation_id == negotiation.id)
        .group_by(Consultation.stage)
    )
    return {stage: int(number) for stage, number in db.session.execute(query)}


@dataclass(frozen=True)
class Contact:
    """Who answers for a theme within a body on a day."""

    post: FocalPoint
    person: Person | None
    """The focal point; once they have left, their deputy; nobody where there is none."""
    deputy: Person | None
    """Who answers in their place."""


def contacts_for(theme: Theme, *, on: date) -> list[Contact]:
    """Return who answers for a theme in each body on the day (R53). 1 statement."""
    query = _select_posts().where(
        FocalPoint.theme_id == theme.id,
        FocalPoint.starts_on <= on,
        ~_has_later(FocalPoint, before=on),
    )
    posts = db.session.scalars(query.order_by(FocalPoint.agency_id))
    return [contact_of(post, on=on) for post in posts]


def contact_of(post: FocalPoint, *, on: date) -> Contact:
    """Return who answers for a post on the day: the deputy from the day after its last."""
    deputy = post.deputy if post.deputy and post.deputy.is_active else None
    if post.days.holds(on) and post.person.is_active:
        return Contact(post, post.person, deputy)
    return Contact(post, deputy, None)


def posts_of(agency_ids: Collection[int] | None) -> list[FocalPoint]:
    """Return the posts of these bodies, or of all, by theme and the latest first."""
    query = _select_posts().join(FocalPoint.theme)
    if agency_ids is not None:
        query = query.join(FocalPoint.agency).where(is_within(agency_ids))
    order = (Theme.rank, Theme.id, FocalPoint.agency_id, FocalPoint.starts_on.desc())
    return list(db.session.scalars(query.order_by(*order)))


def posts_unanswered(agency_ids: Collection[int] | None) -> list[FocalPoint]:
    """Return the posts of these bodies, or of all, that are left to nobody (R53).

    Whoever held them has left or has said when they will, or their account is closed, and
    there is neither a deputy nor a successor. 1 statement.
    """
    deputy = aliased(Person)
    query = (
        _select_posts()
        .join(FocalPoint.person)
        .outerjoin(deputy, deputy.id == FocalPoint.deputy_id)
        .where(
            or_(FocalPoint.ends_on.is_not(None), Person.disabled_at.is_not(None)),
            or_(deputy.id.is_(None), deputy.disabled_at.is_not(None)),
            ~_has_later(FocalPoint),
        )
    )
    if agency_ids is not None:
        query = query.join(FocalPoint.agency).where(is_within(agency_ids))
    return list(db.session.scalars(query.order_by(FocalPoint.id)))


def get_post(key: int) -> FocalPoint:
    """Return the post of a focal point with its people. Raises Missing."""
    post = db.session.scalar(_select_posts().where(FocalPoint.id == key))
    if post is None:
        raise Missing(N_("There is no such focal point."))
    return post


def officials(agency_ids: Collection[int] | None, *roles: Role) -> list[Person]:
    """Return those who hold one of the roles at these bodies, or at any, by name."""
    query = (
        select(Person)
        .join(Person.duties)
        .where(Duty.role.in_(roles), Person.disabled_at.is_(None))
        .options(selectinload(Person.duties).joinedload(Duty.agency))
        .order_by(Person.name, Person.id)
    )
    if agency_ids is not None:
        query = query.where(or_(Duty.agency_id.in_(agency_ids), Duty.agency_id.is_(None)))
    return list(db.session.scalars(query).unique())


def told_of_dockets() -> tuple[Agency | None, list[Person]]:
    """Return the foreign ministry, and those of it who are told of every new docket (R57)."""
    ministry = db.session.scalar(select(Agency).where(Agency.code == FOREIGN_MINISTRY))
    if ministry is None:
        return None, []
    query = (
        select(Person)
        .join(Person.duties)
        .where(
            Duty.agency_id == ministry.id,
            Duty.role.in_((Role.FOCAL_POINT, Role.NEGOTIATOR)),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    )
    return ministry, list(db.session.scalars(query).unique())


def is_within(agency_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a body is one of these, or stands right below one."""
    return or_(Agency.id.in_(agency_ids), Agency.parent_id.in_(agency_ids))


def _negotiates(negotiation_id: int | None) -> ColumnElement[bool]:
    permanent = NegotiatingGroup.negotiation_id.is_(None)
    if negotiation_id is None:
        return permanent
    return or_(permanent, NegotiatingGroup.negotiation_id == negotiation_id)


def _has_later(post: type[FocalPoint], *, before: date | None = None) -> ColumnElement[bool]:
    later = aliased(FocalPoint)
    follows = and_(
        later.agency_id == post.agency_id,
        later.theme_id == post.theme_id,
        later.starts_on > post.starts_on,
    )
    if before is not None:
        follows = and_(follows, later.starts_on <= before)
    return select(later.id).where(follows).correlate(post).exists()


def _select_posts() -> Select[FocalPoint]:
    return select(FocalPoint).options(
        joinedload(FocalPoint.agency),
        joinedload(FocalPoint.theme),
        joinedload(FocalPoint.person),
        joinedload(FocalPoint.deputy),
    )


def _select_groups() -> Select[NegotiatingGroup]:
    return select(NegotiatingGroup).options(
        joinedload(NegotiatingGroup.agency),
        joinedload(NegotiatingGroup.lead),
        joinedload(NegotiatingGroup.substitute),
    )
