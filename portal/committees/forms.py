"""What people fill in to keep committees, to join them, to sign, and to write to them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.models import Organisation, Person, Region
from portal.committees.actions.contact import Side
from portal.committees.labels import CATEGORIES, CLEARANCES, FORUMS, REASONS, SEATS
from portal.committees.models import Committee, Seat
from portal.committees.rules import (
    LONGEST_CASE,
    LONGEST_INTERESTS,
    LONGEST_REASON,
    Charter,
    Clearance,
    ForumKind,
    Reach,
    RefusalReason,
    SeatCategory,
    SeatRole,
    read_chapters,
)
from portal.negotiations.models import Negotiation, Theme
from portal.outbox.rules import LONGEST_ADDRESS
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import NAMES, _, _l, tell
from portal.web.urls import read_key

LONGEST_TEXT = 4_000
LONGEST_NAME = 200
LONGEST_WORDS = 5_000


class Needed:
    """Marks a field that may not stay empty; the rule behind the form says why."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        """Leave the refusal to the rule."""


def _key(value: Any) -> int | None:
    """Read a row number as a form sends it; nothing where none was chosen."""
    return read_key(str(value or ""))


def _named(things: Iterable[Theme | Negotiation | Region]) -> list[tuple[str, str]]:
    return [(str(thing.id), tell(thing.name).text) for thing in things]


def _people(people: Iterable[Person]) -> Any:
    return choices(("", _("Nobody yet")), *((str(x.id), x.name) for x in people))


def lines(longest: int, rows: int) -> dict[str, int]:
    """Return how an area for text is drawn."""
    return {"rows": rows, "maxlength": longest}


class ParticularsForm(Form):
    """What a committee is for, and how to reach it."""

    mandate = LocalizedField(
        _l("Mandate: what it is to do"), lines=3, longest=LONGEST_TEXT, optional=True
    )
    plan = LocalizedField(
        _l("Work plan for the year"), lines=3, longest=LONGEST_TEXT, optional=True
    )
    secretary_id = SelectField(_l("Secretary"), [Optional()], coerce=_key)
    mailbox = EmailField(
        _l("Mailbox of the committee"),
        [InputRequired(_l("Write the e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )
    languages = Ticks(
        _l("Languages in which it can be written to"), [Needed()], choices=choices(*NAMES.items())
    )

    def __init__(self, *, secretaries: Iterable[Person], **given: Any) -> None:
        super().__init__(**given)
        self.secretary_id.choices = _people(secretaries)

    @property
    def reach(self) -> Reach:
        """How to reach it, as it was filled in."""
        return Reach(
            mailbox=self.mailbox.data or "",
            languages=" ".join(self.languages.data or ()),
            secretary_id=self.secretary_id.data,
        )


class CommitteeForm(ParticularsForm):
    """A committee that is to be set up."""

    code = StringField(
        _l("Code"), [InputRequired(_l("Give the committee a code.")), Length(max=20)]
    )
    theme_id = SelectField(_l("Theme"), coerce=_key)
    negotiation_id = SelectField(_l("For one negotiation only"), [Optional()], coerce=_key)
    region_id = SelectField(_l("For one region only"), [Optional()], coerce=_key)
    kind = RadioField(
        _l("Kind of forum"), choices=choices(*FORUMS.items()), default=ForumKind.PERMANENT_FORMAL
    )
    established_on = DateField(_l("First day"), [InputRequired(_l("Give the first day."))])
    ends_on = DateField(_l("Last day"), [Optional()])

    def __init__(
        self,
        *,
        themes: Iterable[Theme],
        negotiations: Iterable[Negotiation],
        regions: Iterable[Region],
        **given: Any,
    ) -> None:
        super().__init__(**given)
        self.theme_id.choices = choices(*_named(themes))
        none = ("", _("None"))
        self.negotiation_id.choices = choices(none, *_named(negotiations))
        self.region_id.choices = choices(none, *_named(regions))

    @property
    def charter(self) -> Charter:
        """What it is there for, as it was filled in."""
        return Charter(
            kind=ForumKind(self.kind.data),
            mandate=self.mandate.data,
            plan=self.plan.data,
            established_on=self.established_on.data or date.min,
            ends_on=self.ends_on.data,
        )


class SeatForm(Form):
    """A seat that is to be made."""

    role = SelectField(_l("Seat"), choices=choices(*SEATS.items()), default=SeatRole.MEMBER)
    category = SelectField(_l("Kept for"), choices=choices(*CATEGORIES.items()))

    @property
    def seat(self) -> dict[str, Any]:
        """The seat, in the terms of the action."""
        return {"role": SeatRole(self.role.data), "category": SeatCategory(self.category.data)}


class LastDayForm(Form):
    """The last day of a term, or of a committee."""

    ends_on = DateField(_l("Last day"), [InputRequired(_l("Give the last day."))])


class HolderForm(Form):
    """Who sits for an organisation."""

    holder_id = SelectField(_l("Holder"), [Optional()], coerce=_key)
    alternate_id = SelectField(_l("Alternate"), [Optional()], coerce=_key)

    def __init__(self, *, people: Iterable[Person], **given: Any) -> None:
        super().__init__(**given)
        self.holder_id.choices = self.alternate_id.choices = _people(people)


class TermForm(HolderForm):
    """An organisation's time in a seat."""

    organisation_id = SelectField(_l("Organisation"), coerce=_key)
    starts_on = DateField(_l("First day"), [InputRequired(_l("Give the first day."))])
    ends_on = DateField(_l("Last day"), [Optional()])

    def __init__(self, *, organisations: Iterable[Organisation], **given: Any) -> None:
        super().__init__(**given)
        self.organisation_id.choices = choices(
            *((str(x.id), tell(x.name).text) for x in organisations)
        )


class DecisionForm(Form):
    """What becomes of an application: a seat, or a refusal with its reason."""

    outcome = RadioField(
        _l("What becomes of it"),
        [InputRequired(_l("Choose what becomes of it."))],
        choices=choices(("seat", _l("It is given a seat")), ("refuse", _l("It is refused"))),
    )
    seat_id = SelectField(_l("Free seat of this kind"), [Optional()], coerce=_key)
    holder_id = SelectField(_l("Holder"), [Optional()], coerce=_key)
    starts_on = DateField(_l("First day"), [Optional()])
    reason_code = SelectField(_l("Reason"), [Optional()])
    reason = TextAreaField(
        _l("In your own words"), [Length(max=LONGEST_REASON)], render_kw=lines(LONGEST_REASON, 3)
    )

    def __init__(self, *, seats: Iterable[Seat], people: Iterable[Person], **given: Any) -> None:
        super().__init__(**given)
        none = ("", _("None"))
        self.seat_id.choices = choices(
            none, *((str(x.id), f"{SEATS[x.role]} ({x.id})") for x in seats)
        )
        self.holder_id.choices = _people(people)
        self.reason_code.choices = choices(none, *REASONS.items())

    @property
    def code(self) -> RefusalReason | None:
        """The coded reason, where one was chosen."""
        return RefusalReason(self.reason_code.data) if self.reason_code.data else None


class ApplicationForm(Form):
    """An organisation's wish for a seat."""

    acting_id = SelectField(_l("You apply for"), coerce=_key)
    organisation_id = SelectField(_l("Or you put forward"), [Optional()], coerce=_key)
    category = SelectField(_l("Kind of seat"), choices=choices(*CATEGORIES.items()))
    case = TextAreaField(
        _l("Whom the organisation speaks for, and why here"),
        [Needed(), Length(max=LONGEST_CASE)],
        render_kw=lines(LONGEST_CASE, 6),
    )

    def __init__(
        self, *, own: Iterable[Organisation], others: Iterable[Organisation], **given: Any
    ) -> None:
        super().__init__(**given)
        self.acting_id.choices = choices(*((str(x.id), tell(x.name).text) for x in own))
        self.organisation_id.choices = choices(
            ("", _("Nobody else: my own organisation")),
            *((str(x.id), tell(x.name).text) for x in others),
        )


class AppealForm(Form):
    """What is said against a refusal."""

    appeal = TextAreaField(
        _l("Why the refusal is wrong"),
        [Needed(), Length(max=LONGEST_REASON)],
        render_kw=lines(LONGEST_REASON, 4),
    )


class RevocationForm(Form):
    """Why an undertaking is ended by the Chamber."""

    reason = TextAreaField(
        _l("Why it is revoked"),
        [Needed(), Length(max=LONGEST_REASON)],
        render_kw=lines(LONGEST_REASON, 3),
    )


class UndertakingForm(Form):
    """One's word, given."""

    clearance = RadioField(
        _l("What you ask to read"),
        choices=choices(*CLEARANCES.items()),
        default=Clearance.COMMITTEE_CONFIDENTIAL,
    )
    agreed = BooleanField(_l("I have read this text and agree to it"))
    signed = StringField(_l("Your name, as a signature"), [Needed(), Length(max=LONGEST_NAME)])


class DeclarationForm(Form):
    """One's interests, for a year."""

    interests = TextAreaField(
        _l("Your interests, in words"),
        [Length(max=LONGEST_INTERESTS)],
        render_kw=lines(LONGEST_INTERESTS, 4),
    )
    chapters = StringField(_l("HS chapters that they touch"), [Length(max=400)])
    none = BooleanField(_l("I have no interests that touch the work of a committee"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.interests.optional = False  # type: ignore[attr-defined]  # Read where it is shown.

    @property
    def declaration(self) -> dict[str, Any]:
        """What was declared, in the terms of the action. Raises RuleBroken."""
        return {
            "interests": self.interests.data or "",
            "chapters": read_chapters(self.chapters.data or ""),
            "none": bool(self.none.data),
        }


class ContactForm(Form):
    """A question to those who sit on either side of a theme."""

    to = Ticks(_l("To whom"), [Needed()], coerce=Side)
    name = StringField(
        _l("Your name"), [InputRequired(_l("Write your name.")), Length(max=LONGEST_NAME)]
    )
    email = EmailField(
        _l("Your e-mail address, for the answer"),
        [InputRequired(_l("Write your e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )
    words = TextAreaField(
        _l("Your question"),
        [Needed(), Length(max=LONGEST_WORDS)],
        render_kw=lines(LONGEST_WORDS, 8),
    )

    def __init__(self, *, there: Iterable[tuple[Side, Any]], **given: Any) -> None:
        super().__init__(**given)
        self.to.choices = choices(*there)


def particulars_of(committee: Committee) -> dict[str, Any]:
    """Return what a form of particulars begins with."""
    return {
        "mandate": committee.mandate,
        "plan": committee.plan,
        "secretary_id": str(committee.secretary_id or ""),
        "mailbox": committee.mailbox,
        "languages": committee.languages.split(),
    }
