"""The forms of this room."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.labels import ADOPTIONS, GROUPS, SIZES
from portal.accounts.models import HsChapter, OrganisationKind, Region, Sector
from portal.accounts.rules import Adoption, MemberRole, OrganisationGroup, OrganisationSize
from portal.negotiations.models import Theme
from portal.organisations.labels import CHECKS, REASONS, SCOPES, WHAT_ROLES_DO
from portal.organisations.rules import (
    LONGEST_HOMEPAGE,
    LONGEST_NAME,
    LONGEST_NOTE,
    Check,
    RefusalReason,
    Scope,
)
from portal.outbox.rules import LONGEST_ADDRESS
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import NAMES, _, _l, tell

_TOO_LONG = _l("Use at most %(max)d characters.")
LONGEST_CHOICE = 80


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CHOICE else text[: LONGEST_CHOICE - 1].rstrip() + "…"


def _coded(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(row.code, f"{row.code}. {_short(tell(row.name).text)}") for row in rows]


def _named(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(row.code, tell(row.name).text) for row in rows]


def _size(value: Any) -> OrganisationSize | None:
    return OrganisationSize(value) if value else None


class NarrowingForm(Form):
    """Which organisations to show."""

    class Meta(Form.Meta):
        """It asks, it does not write."""

        csrf = False

    q = SearchField(_l("Name or a part of it"))
    group = SelectField(_l("Kind"), choices=choices(("", _l("Any")), *GROUPS.items()))
    region = SelectField(_l("Region"))
    chapter = SelectField(_l("Goods (HS chapter)"))
    sector = SelectField(_l("Sector"))
    accredited = BooleanField(_l("Accredited by the Chamber"))
    active = BooleanField(_l("Active in the last year"))

    def offer(
        self, regions: Iterable[Region], chapters: Iterable[HsChapter], sectors: Iterable[Sector]
    ) -> None:
        """Offer what the reference data holds."""
        self.region.choices = choices(("", _("Any")), *_named(regions))
        self.chapter.choices = choices(("", _("Any")), *_coded(chapters))
        self.sector.choices = choices(("", _("Any")), *_coded(sectors))

    @property
    def chosen_group(self) -> OrganisationGroup | None:
        """The group that is looked for; what is no choice is not looked for."""
        data = self.group.data
        return OrganisationGroup(data) if data in set(OrganisationGroup) else None


class ProfileForm(Form):
    """What may change about an organisation."""

    region = SelectField(_l("Region"))
    sectors = Ticks(_l("Sectors"))
    chapters = Ticks(
        _l("Goods that concern it (HS chapters)"),
        description=_l("They show which notices concern it."),
    )
    languages = Ticks(_l("Languages in which it works"), choices=choices(*NAMES.items()))
    homepage = StringField(
        _l("Homepage"), [Optional(), Length(max=LONGEST_HOMEPAGE, message=_TOO_LONG)]
    )

    def offer(
        self, regions: Iterable[Region], chapters: Iterable[HsChapter], sectors: Iterable[Sector]
    ) -> None:
        """Offer what the reference data holds."""
        self.region.choices = choices(("", _("Not said")), *_named(regions))
        self.sectors.choices = choices(*_coded(sectors))
        self.chapters.choices = choices(*_coded(chapters))


class OrganisationForm(ProfileForm):
    """An organisation to be registered."""

    number = StringField(
        _l("Business identification number"),
        [InputRequired(_l("Write the number: 12 digits."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    name = LocalizedField(_l("Name of the organisation"), longest=LONGEST_NAME)
    kind = SelectField(_l("Kind of organisation"), [InputRequired(_l("Choose the kind."))])
    size = SelectField(
        _l("Size"),
        coerce=_size,
        choices=choices(("", _l("As the kind says, or not a business")), *SIZES.items()),
    )

    def offer_kinds(self, kinds: Iterable[OrganisationKind]) -> None:
        """Offer the kinds, except public bodies: they are agencies here."""
        listed = [(kind.code, tell(kind.name).text) for kind in kinds]
        self.kind.choices = choices(("", _("Choose")), *listed)


class MandateForm(Form):
    """For how many an organisation speaks, and how it comes to a position."""

    members = IntegerField(
        _l("Members that it speaks for"), [Optional()], render_kw={"inputmode": "numeric"}
    )
    employees = IntegerField(
        _l("Employees of those members"), [Optional()], render_kw={"inputmode": "numeric"}
    )
    adoption = RadioField(
        _l("How a position is adopted"),
        [InputRequired(_l("Say how a position is adopted."))],
        coerce=Adoption,
        choices=choices(*ADOPTIONS.items()),
    )


class InvitationForm(Form):
    """Somebody to be invited into an organisation."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Write the e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )
    role = RadioField(
        _l("Role"),
        coerce=MemberRole,
        default=MemberRole.REPRESENTATIVE,
        choices=choices(*WHAT_ROLES_DO.items()),
    )


class AuthorityForm(Form):
    """A letter of authority."""

    holder = StringField(
        _l("Who may file for you: its business identification number"),
        [InputRequired(_l("Write the number: 12 digits."))],
        description=_l("The organisation has to be in the register already."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    files = FileField(_l("The signed letter"), [InputRequired(_l("Choose the file."))])
    scope = RadioField(
        _l("What it covers"), coerce=Scope, default=Scope.ALL, choices=choices(*SCOPES.items())
    )
    theme = SelectField(_l("Theme"))
    docket = StringField(_l("Number of the docket"), [Optional(), Length(max=60)])
    starts_on = DateField(_l("First day"), [InputRequired(_l("Write a day of the calendar."))])
    ends_on = DateField(
        _l("Last day"),
        [InputRequired(_l("Write a day of the calendar."))],
        description=_l("After its midnight nothing is filed under it."),
    )

    def offer(self, themes: Iterable[Theme]) -> None:
        """Offer the themes."""
        self.theme.choices = choices(("", _("Choose")), *_coded(themes))


class StatutesForm(Form):
    """A request for accreditation."""

    files = FileField(_l("The statutes in force"), [InputRequired(_l("Choose the file."))])


class AppealForm(Form):
    """Why a refusal is wrong."""

    appeal = TextAreaField(
        _l("Why the refusal is wrong"),
        [
            InputRequired(_l("Write why you think that the refusal is wrong.")),
            Length(max=LONGEST_NOTE, message=_TOO_LONG),
        ],
        render_kw={"rows": 7, "maxlength": LONGEST_NOTE},
    )


class DecisionForm(Form):
    """What the Chamber decides about a request or an appeal."""

    checks = Ticks(_l("Looked at and in order"), coerce=Check, choices=choices(*CHECKS.items()))
    reason = SelectField(
        _l("Reason to refuse"),
        coerce=lambda value: RefusalReason(value) if value else None,
        choices=choices(("", _l("Choose a reason")), *REASONS.items()),
    )
    note = TextAreaField(
        _l("What you add for the association"),
        [Optional(), Length(max=LONGEST_NOTE, message=_TOO_LONG)],
        render_kw={"rows": 4, "maxlength": LONGEST_NOTE},
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.checks.optional = False  # type: ignore[attr-defined]  # Read where it is shown.


class RoleForm(Form):
    """A member's role, in one line of a table."""

    role = SelectField(_l("Role"), coerce=MemberRole, choices=choices(*WHAT_ROLES_DO.items()))


class PressForm(Form):
    """A button and its token."""
