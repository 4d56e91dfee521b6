"""What people fill in about negotiations, groups and focal points."""

import re
from collections.abc import Iterable
from typing import Any

from babel import Locale
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.accounts.models import Agency, Person
from portal.kernel.text import LOCALES
from portal.negotiations.labels import LIVES, STAGES
from portal.negotiations.models import Theme
from portal.negotiations.rules import Reach, place_of, reach, stage_of
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import NAMES, _, _l, tell
from portal.web.urls import read_key

LONGEST_REASON = 2_000
LONGEST_PLACE = 200
LONGEST_HANDOVER = 10_000
LONGEST_PARTNERS = 200
MOST_ROUNDS = 999

COUNTRIES = frozenset(
    code for code in map(str, Locale("en").territories) if re.fullmatch(r"[A-Z]{2}", code)
)


def _key(value: Any) -> int | None:
    return read_key(str(value or ""))


def _people(people: Iterable[Person]) -> list[tuple[str, str]]:
    return [(str(person.id), _with_bodies(person)) for person in people]


def _with_bodies(person: Person) -> str:
    bodies = {tell(duty.agency.abbreviation).text: None for duty in person.duties if duty.agency}
    return ", ".join([person.name, *bodies])


def _bodies(agencies: Iterable[Agency]) -> list[Any]:
    return choices(*((str(agency.id), tell(agency.name).text) for agency in agencies))


class ReachForm(Form):
    """How a role is reached."""

    mailbox = EmailField(
        _l("Mailbox"), [InputRequired()], description=_l("Of the role, not of a person.")
    )
    languages = Ticks(_l("Languages"), choices=choices(*((x, NAMES[x]) for x in LOCALES)))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.languages.optional = False  # type: ignore[attr-defined]  # Read where it is shown.

    @property
    def reached(self) -> Reach:
        """What was filled in, checked. Raises RuleBroken."""
        return reach(str(self.mailbox.data), self.languages.data or ())


class NegotiationForm(Form):
    """Who leads a negotiation, and with whom it is held."""

    lead = SelectField(_l("Unit that leads"), coerce=_key)
    leader = SelectField(_l("Lead negotiator"), [Optional()], coerce=_key)
    deputy = SelectField(_l("Deputy"), [Optional()], coerce=_key)
    partners = StringField(
        _l("Partners"),
        [Optional(), Length(max=LONGEST_PARTNERS)],
        description=_l("Codes of two letters with spaces between: RS for Serbia, EG for Egypt."),
    )

    def offer(self, *, agencies: Iterable[Agency], people: Iterable[Person]) -> None:
        """Say who there is to choose from."""
        none = ("", _("Nobody yet"))
        named = _people(people)
        self.lead.choices = _bodies(agencies)
        self.leader.choices = choices(none, *named)
        self.deputy.choices = choices(none, *named)

    @property
    def countries(self) -> list[str]:
        """The codes of the partners."""
        return (self.partners.data or "").upper().replace(",", " ").split()

    def validate_partners(self, _field: StringField) -> None:
        """Refuse what is no country."""
        wrong = [code for code in self.countries if code not in COUNTRIES]
        if wrong:
            raise ValidationError(_("These are no countries: %(words)s.", words=", ".join(wrong)))


class MoveForm(Form):
    """Where a negotiation stands from now on, and why."""

    station = SelectField(_l("Where it stands now"), [InputRequired()])
    waiver = LocalizedField(
        _l("Why nobody was consulted"), lines=3, longest=LONGEST_REASON, optional=True
    )
    reason = LocalizedField(
        _l("Why it goes back or passes over a stage"),
        lines=3,
        longest=LONGEST_REASON,
        optional=True,
    )
    seen = HiddenField()

    def offer(self) -> None:
        """Say at which stations a negotiation can stand."""
        self.station.choices = choices(
            *(
                (station, f"{place_of(stage_of(station))}. {STAGES[stage_of(station)]}: {label}")
                for station, label in LIVES.items()
            )
        )


class RoundForm(Form):
    """When and where a round is held."""

    number = IntegerField(
        _l("Number of the round"), [InputRequired(), NumberRange(min=1, max=MOST_ROUNDS)]
    )
    starts_on = DateField(_l("First day"), [InputRequired()])
    ends_on = DateField(_l("Last day"), [InputRequired()])
    place = LocalizedField(_l("Place"), longest=LONGEST_PLACE)


class GroupForm(ReachForm):
    """Who negotiates a theme, and how to reach them."""

    agency = SelectField(_l("Unit that leads"), coerce=_key)
    lead = SelectField(_l("Lead negotiator"), coerce=_key)
    substitute = SelectField(_l("Substitute"), [Optional()], coerce=_key)
    valid_until = DateField(
        _l("The contact is good until"),
        [InputRequired()],
        description=_l("After this day it stands out as expired, and you are asked to look."),
    )

    def offer(
        self, *, agencies: Iterable[Agency], leads: Iterable[Person], people: Iterable[Person]
    ) -> None:
        """Say who there is to choose from."""
        self.agency.choices = _bodies(agencies)
        self.lead.choices = choices(*_people(leads))
        self.substitute.choices = choices(("", _("Nobody yet")), *_people(people))


class ContactForm(ReachForm):
    """Who stands in for a focal point, and how to reach the post."""

    deputy = SelectField(
        _l("Deputy"),
        [Optional()],
        coerce=_key,
        description=_l("Answers in their place, and from the day after they leave."),
    )

    def offer(self, people: Iterable[Person]) -> None:
        """Say who there is to choose from."""
        self.deputy.choices = choices(("", _("Nobody yet")), *_people(people))


class FocalPointForm(ContactForm):
    """Who answers for a theme within a body."""

    agency = SelectField(_l("Agency"), coerce=_key)
    theme = SelectField(_l("Theme"), coerce=_key)
    person = SelectField(_l("Focal point"), coerce=_key)
    starts_on = DateField(_l("First day"), [InputRequired()])

    def offer_all(
        self,
        *,
        agencies: Iterable[Agency],
        themes: Iterable[Theme],
        focal_points: Iterable[Person],
        people: Iterable[Person],
    ) -> None:
        """Say what there is to choose from."""
        self.offer(people)
        self.agency.choices = _bodies(agencies)
        self.theme.choices = choices(*((str(x.id), tell(x.name).text) for x in themes))
        self.person.choices = choices(*_people(focal_points))


class HandoverForm(Form):
    """When a focal point leaves, and what whoever follows has to know."""

    ends_on = DateField(_l("Last day"), [InputRequired()])
    handover = TextAreaField(
        _l("Hand-over note"),
        [InputRequired(), Length(max=LONGEST_HANDOVER)],
        render_kw={"rows": 10, "maxlength": LONGEST_HANDOVER},
        description=_l("Open questions, dates, people. Only officials of the agency read it."),
    )
