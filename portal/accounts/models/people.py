"""People, agencies, organisations, and the sign-ins that are still good."""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.accounts.rules import (
    SPEAKING,
    Adoption,
    Factor,
    MemberRole,
    OrganisationGroup,
    OrganisationSize,
    Role,
)
from portal.kernel.columns import Json
from portal.kernel.database import Model
from portal.kernel.text import LOCALES, Localized


class Region(Model):
    """A region of the country."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Localized]
    current: Mapped[bool] = mapped_column(default=True)
    """Whether the country has it still; a former one keeps what came from it."""


class Sector(Model):
    """A section of the classification of economic activities (ISIC Rev. 4), by its letter."""

    __tablename__ = "sector"

    code: Mapped[str] = mapped_column(String(1), unique=True)
    name: Mapped[Localized]


class HsChapter(Model):
    """A chapter of the Harmonized System of goods, by its two digits."""

    __tablename__ = "hs_chapter"

    code: Mapped[str] = mapped_column(String(2), unique=True)
    name: Mapped[Localized]


class OrganisationKind(Model):
    """A kind of organisation: the group it is counted in, and what the law makes of it."""

    __tablename__ = "organisation_kind"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    rank: Mapped[int]
    group: Mapped[OrganisationGroup]
    size: Mapped[OrganisationSize | None]
    """The size that the kind itself names."""
    in_chamber: Mapped[bool | None]
    """Whether the law makes it a member of the National Chamber; nothing: it is silent."""
    name: Mapped[Localized]


class Agency(Model):
    """A public body: it publishes notices, leads groups, owes commitments."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[Localized]
    abbreviation: Mapped[Localized]
    mailbox: Mapped[str | None] = mapped_column(String(254))
    """Where letters to the body as such go."""


organisation_sector = Table(
    "organisation_sector",
    Model.metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("sector_id", ForeignKey(Sector.id), primary_key=True, index=True),
)
organisation_chapter = Table(
    "organisation_chapter",
    Model.metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    Column("chapter_id", ForeignKey(HsChapter.id), primary_key=True, index=True),
)


class Organisation(Model):
    """An association, firm, chamber or other body that comments in its own name."""

    __tablename__ = "organisation"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    number: Mapped[str | None] = mapped_column(String(12), unique=True)
    """Business identification number, 12 digits."""
    name: Mapped[Localized]
    folded_kk: Mapped[str] = mapped_column(String(300), index=True)
    folded_ru: Mapped[str] = mapped_column(String(300), index=True)
    folded_en: Mapped[str] = mapped_column(String(300), index=True)
    """The name as a reader of the language is told it, folded: to search and to order by."""
    kind: Mapped[str] = mapped_column(String(40))
    group: Mapped[OrganisationGroup]
    size: Mapped[OrganisationSize | None]
    region_id: Mapped[int | None] = mapped_column(ForeignKey(Region.id), index=True)
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    """In which it works."""
    homepage: Mapped[str] = mapped_column(String(300), default="")
    active: Mapped[bool] = mapped_column(default=True)
    """Whether it may speak here at all; a closed one may not."""
    registered_at: Mapped[datetime | None]
    last_active_on: Mapped[date | None]
    """The last day on which it filed something."""
    members: Mapped[int | None]
    """Firms or people it speaks for, as it declared."""
    employees: Mapped[int | None]
    """People employed by those it speaks for."""
    adoption: Mapped[Adoption | None]
    """How its positions are adopted."""
    mandate_on: Mapped[date | None]
    """The day on which it declared the three."""

    region: Mapped[Region | None] = relationship(lazy="raise")
    sectors: Mapped[list[Sector]] = relationship(
        secondary=organisation_sector, order_by=Sector.code, lazy="raise"
    )
    chapters: Mapped[list[HsChapter]] = relationship(
        secondary=organisation_chapter, order_by=HsChapter.code, lazy="raise"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="organisation", order_by="Membership.id", lazy="raise"
    )

    @validates("name")
    def _fold(self, _key: str, name: Localized) -> Localized:
        for locale in LOCALES:
            setattr(self, f"folded_{locale}", folded(name.tell(locale).text))
        return name


def folded(text: str) -> str:
    """Return a name as it is searched and ordered by: without case, marks and outer space."""
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
    return " ".join(words)[:300]


class Person(Model):
    """Someone with an account."""

    __tablename__ = "person"
    __allow_unmapped__ = True

    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In lower case."""
    name: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(2), default="kk")
    password: Mapped[str | None] = mapped_column(String(200))
    """Argon2id; nothing until the invitation was taken up."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    duties: Mapped[list["Duty"]] = relationship(back_populates="person", lazy="raise")
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person", lazy="raise")

    is_authenticated = True
    is_anonymous = False
    token: str | None = None
    """The sign-in of this request; set by whoever loads or signs in the person."""
    proved_at: datetime | None = None
    """When whoever holds that sign-in last proved to be the person."""
    factor: Factor | None = None
    """What was given at that sign-in besides the password, or instead of it."""

    @property
    def is_active(self) -> bool:
        """Say whether the account may be used."""
        return self.disabled_at is None

    def get_id(self) -> str | None:
        """Return what Flask-Login keeps in the session: the sign-in, not the person."""
        return self.token

    def has(self, *roles: Role, agency_id: int | None = None) -> bool:
        """Say whether the person holds one of the roles, at the agency where one is named."""
        return any(
            duty.role in roles and (agency_id is None or duty.agency_id in {agency_id, None})
            for duty in self.duties
        )

    @property
    def is_official(self) -> bool:
        """Say whether the person has a desk: any role at all."""
        return bool(self.duties)

    def represents(self, organisation_id: int) -> bool:
        """Say whether the person may file in the organisation's name."""
        return any(
            m.organisation_id == organisation_id and m.role in SPEAKING for m in self.memberships
        )


class Guest:
    """Anyone who has not signed in."""

    id = None
    name = ""
    email = ""
    is_authenticated = is_active = is_official = False
    is_anonymous = True
    duties: tuple["Duty", ...] = ()
    memberships: tuple["Membership", ...] = ()

    def get_id(self) -> None:
        """Return nothing: a guest has no sign-in."""

    def has(self, *_roles: Role, agency_id: int | None = None) -> bool:  # noqa: ARG002
        """Say that a guest holds no role."""
        return False

    def represents(self, _organisation_id: int) -> bool:
        """Say that a guest speaks for nobody."""
        return False


Actor = Person | Guest


class Duty(Model):
    """A role that a person holds, at one agency or at the portal as a whole."""

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("person_id", "role", "agency_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    role: Mapped[Role]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey(Agency.id), index=True)

    person: Mapped[Person] = relationship(back_populates="duties", lazy="raise")
    agency: Mapped[Agency | None] = relationship(lazy="raise")


class Membership(Model):
    """A person's standing in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    role: Mapped[MemberRole]

    person: Mapped[Person] = relationship(back_populates="memberships", lazy="raise")
    organisation: Mapped[Organisation] = relationship(back_populates="memberships", lazy="raise")


class SignIn(Model):
    """One browser in which a person is signed in. Ended, it opens nothing any more."""

    __tablename__ = "sign_in"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the browser holds."""
    at: Mapped[datetime]
    proved_at: Mapped[datetime | None]
    """When a password or a factor was last given in it."""
    factor: Mapped[Factor | None]
    """What was given besides the password, or instead of it."""
    browser: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of what the browser keeps, so that it is known again."""
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class Invitation(Model):
    """A link by which a person sets their password, once, before it expires."""

    __tablename__ = "invitation"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the letter holds."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")
