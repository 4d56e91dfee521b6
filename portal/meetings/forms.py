"""The forms of this room."""

from collections.abc import Iterable
from typing import Any

from flask_login import current_user
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.models import Agency, Organisation
from portal.committees.models import Committee, Term
from portal.kernel.clock import LEGAL_TIME
from portal.meetings.actions import Call, Encounter, NewItem
from portal.meetings.labels import CONTACTS, ITEMS, KINDS, NATURES, PRESENCES, SHELVES
from portal.meetings.models import Meeting
from portal.meetings.queries import Shelf
from portal.meetings.rules import (
    LONGEST_DECISION,
    LONGEST_LINK,
    LONGEST_MINUTES,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_PLACE,
    LONGEST_QUESTION,
    LONGEST_REASON,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    ContactKind,
    ItemKind,
    MeetingKind,
    Nature,
    Presence,
)
from portal.register.models import Docket
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import _, _l, tell


def _key(value: Any) -> int | None:
    return int(value) if value else None


def _nature(value: Any) -> Nature | None:
    return Nature(value) if value else None


class MeetingFilter(Form):
    """What narrows the register of meetings."""

    class Meta(Form.Meta):
        """It asks, so it needs no token."""

        csrf = False

    shelf = SelectField(_l("When"), choices=choices(*SHELVES.items()))
    kind = SelectField(_l("Kind"), choices=choices(("", _l("All kinds")), *KINDS.items()))
    committee = SelectField(_l("Committee"))

    def __init__(self, *args: Any, committees: Iterable[Committee], **given: Any) -> None:
        super().__init__(*args, **given)
        named = {x.code: f"{x.code} · {tell(x.theme.name).text}" for x in committees}
        self.known = frozenset(named)
        self.committee.choices = choices(("", _("All committees")), *named.items())

    @property
    def chosen(self) -> tuple[Shelf, MeetingKind | None, str]:
        """Shelf, kind and committee, each only where it is one of ours."""
        shelf, kind, committee = (x.data or "" for x in (self.shelf, self.kind, self.committee))
        return (
            Shelf(shelf) if shelf in set(Shelf) else Shelf.COMING,
            MeetingKind(kind) if kind in set(MeetingKind) else None,
            committee if committee in self.known else "",
        )


class MeetingForm(Form):
    """What a meeting is about, when and where it is."""

    title = LocalizedField(_l("What the meeting is about"), longest=LONGEST_TITLE)
    on = DateField(_l("Day"), [InputRequired(_l("Choose the day."))])
    starts = TimeField(_l("Begins at"), [InputRequired(_l("Say when it begins."))])
    ends = TimeField(_l("Ends at"), [InputRequired(_l("Say when it ends."))])
    place = LocalizedField(_l("Place"), longest=LONGEST_PLACE, optional=True)
    link = URLField(_l("Link to join from afar"), [Optional(), Length(max=LONGEST_LINK)])
    capacity = IntegerField(_l("Places for people who register"), [Optional()])
    committees = Ticks(_l("Committees that meet"), coerce=int)

    def __init__(self, *, committees: Iterable[Committee] = (), **given: Any) -> None:
        super().__init__(**given)
        offered = list(committees)
        self.committees.choices = choices(
            *((x.id, f"{x.code} · {tell(x.theme.name).text}") for x in offered)
        )
        self.committees.optional = False  # type: ignore[attr-defined]  # Read where it is shown.
        if not offered:
            del self.committees

    @property
    def call(self) -> Call:
        """The meeting as it was filled in."""
        return Call(
            title=self.title.data,
            on=self.on.data,
            starts=self.starts.data,
            ends=self.ends.data,
            place=self.place.data,
            link=self.link.data or "",
            capacity=self.capacity.data,
        )


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """Return what a form for a change of the meeting begins with."""
    first, last = (x.astimezone(LEGAL_TIME) for x in (meeting.starts_at, meeting.ends_at))
    return {
        "title": meeting.title,
        "on": first.date(),
        "starts": first.time(),
        "ends": last.time(),
        "place": meeting.place,
        "link": meeting.link,
        "capacity": meeting.capacity,
    }


class TestimonyForm(Form):
    """A request to speak at a hearing."""

    organisation_id = SelectField(_l("For whom do you speak?"), coerce=_key)
    speaker = StringField(
        _l("Who speaks"), [Optional(), Length(max=LONGEST_NAME)], default=lambda: current_user.name
    )
    summary = TextAreaField(
        _l("What will be said"),
        [Optional(), Length(max=LONGEST_SUMMARY)],
        render_kw={"rows": 8, "maxlength": LONGEST_SUMMARY},
    )
    remote = BooleanField(_l("The speaker joins from afar"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        spoken_for = [
            (x.organisation_id, tell(x.organisation.name).text)
            for x in current_user.memberships
            if current_user.represents(x.organisation_id)
        ]
        self.organisation_id.choices = choices(*spoken_for, ("", _("Myself")))


class SlotForm(Form):
    """A slot for a speaker."""

    slot = SelectField(_l("Slot"), coerce=_key)

    def __init__(self, *, free: Iterable[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.slot.choices = choices(("", _("Choose")), *free)


class ContactForm(Form):
    """A contact outside the portal."""

    docket = SelectField(_l("Docket"))
    agency_id = SelectField(_l("Agency"), coerce=int)
    kind = RadioField(
        _l("Kind"),
        coerce=ContactKind,
        choices=choices(*CONTACTS.items()),
        default=ContactKind.MEETING.value,
    )
    on = DateField(_l("Day"), [InputRequired(_l("Choose the day."))])
    organisation_id = SelectField(_l("With the organisation"), coerce=_key)
    party = StringField(_l("Or with somebody else"), [Optional(), Length(max=LONGEST_NAME)])
    subject = LocalizedField(_l("What it was about"), longest=LONGEST_REASON, lines=2)

    def __init__(
        self,
        *,
        dockets: Iterable[Docket],
        organisations: Iterable[Organisation],
        **given: Any,
    ) -> None:
        super().__init__(**given)
        numbered = ((x.number, f"{x.number} · {tell(x.title).text}") for x in dockets)
        self.docket.choices = choices(*numbered)
        served = {x.agency_id: x.agency for x in current_user.duties if x.agency_id}
        self.agency_id.choices = choices(*((x.id, tell(x.name).text) for x in served.values()))
        known = ((x.id, tell(x.name).text) for x in organisations)
        self.organisation_id.choices = choices(("", _("None of these")), *known)

    @property
    def encounter(self) -> Encounter:
        """The contact as it was filled in."""
        return Encounter(
            kind=self.kind.data,
            on=self.on.data,
            organisation_id=self.organisation_id.data,
            party=self.party.data or "",
            subject=self.subject.data,
        )


class BriefingForm(Form):
    """The note of a day of a round."""

    on = DateField(_l("Day"), [InputRequired(_l("Choose a day of the round."))])
    text = LocalizedField(_l("Note of the day"), longest=LONGEST_NOTE, lines=8)


class QuestionForm(Form):
    """A question about a round."""

    question = TextAreaField(
        _l("Your question"),
        [Optional(), Length(max=LONGEST_QUESTION)],
        render_kw={"rows": 3, "maxlength": LONGEST_QUESTION},
    )


class AnswerForm(Form):
    """The answer to a question about a round."""

    answer = TextAreaField(
        _l("Answer"),
        [Optional(), Length(max=LONGEST_NOTE)],
        render_kw={"rows": 5, "maxlength": LONGEST_NOTE},
    )


class ReportForm(Form):
    """The public report on a round."""

    text = LocalizedField(_l("Report"), longest=LONGEST_MINUTES, lines=12)


class ReasonForm(Form):
    """A reason that everyone reads."""

    reason = LocalizedField(_l("Reason"), longest=LONGEST_REASON, lines=3)


class DemandForm(Form):
    """What a member wants the committee to meet about."""

    reason = TextAreaField(
        _l("What the meeting should deal with"),
        [InputRequired(_l("Say what the meeting should deal with.")), Length(max=LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )


class ItemForm(Form):
    """An item of an agenda."""

    title = LocalizedField(_l("What the item is about"), longest=LONGEST_TITLE)
    starts = TimeField(_l("Begins at"), [Optional()])
    kind = SelectField(_l("Kind"), coerce=ItemKind, choices=choices(*ITEMS.items()))
    nature = SelectField(
        _l("Looks ahead or answers"),
        coerce=_nature,
        choices=choices(("", _l("Neither: a formal item")), *NATURES.items()),
    )
    lead = StringField(_l("Presented by"), [Optional(), Length(max=200)])
    closed = BooleanField(_l("Closed: only those who stand in the committee see it"))
    files = FileField(_l("Paper"))

    @property
    def item(self) -> NewItem:
        """The item as it was filled in, without its paper."""
        return NewItem(**{name: x for name, x in self.answers.items() if name != "files"})


class RecusalForm(Form):
    """A seat that steps aside."""

    term_id = SelectField(_l("Who steps aside"), coerce=_key)
    reason = LocalizedField(_l("Reason"), longest=LONGEST_REASON, lines=2)

    def __init__(self, *, terms: Iterable[Term], **given: Any) -> None:
        super().__init__(**given)
        self.term_id.choices = choices(("", _("Choose")), *_seats(terms))


def _seats(terms: Iterable[Term]) -> list[tuple[int, str]]:
    return [(term.id, tell(term.organisation.name).text) for term in terms]


class AttendanceForm(Form):
    """How each seat was filled; a field for each is added by `attendance_form`."""

    @property
    def presences(self) -> dict[int, Presence]:
        """Presence by the row number of the term."""
        return {
            int(name.removeprefix("seat_")): Presence(value) for name, value in self.answers.items()
        }


def attendance_form(meeting: Meeting, terms: Iterable[Term]) -> AttendanceForm:
    """Return a form that asks for every seat: `seat_12_345`, for no name has long numbers."""
    known = {row.term_id: row.presence for row in meeting.attendance}
    fields = {
        f"seat_{term.id:_}": RadioField(
            tell(term.organisation.name).text,
            choices=choices(*PRESENCES.items()),
            default=known.get(term.id, Presence.ABSENT).value,
        )
        for term in terms
    }
    form: AttendanceForm = type("AttendanceOfSeats", (AttendanceForm,), fields)()
    return form


class MinutesForm(Form):
    """The minutes, and what a correction mends."""

    text = LocalizedField(_l("Minutes"), longest=LONGEST_MINUTES, lines=14)
    correction = LocalizedField(
        _l("What this correction mends"), longest=LONGEST_REASON, optional=True
    )


class DecisionForm(Form):
    """What was decided, and who does what about it until when."""

    text = LocalizedField(_l("What was decided"), longest=LONGEST_DECISION)
    result = LocalizedField(_l("How it came about"), longest=LONGEST_TITLE, optional=True)
    organisation_id = SelectField(_l("To be done by the organisation"), coerce=_key)
    agency_id = SelectField(_l("Or by the agency"), coerce=_key)
    due_on = DateField(_l("To be done by"), [Optional()])

    def __init__(
        self, *, organisations: Iterable[Organisation], agencies: Iterable[Agency], **given: Any
    ) -> None:
        super().__init__(**given)
        nobody = ("", _("Nobody"))
        for control, bodies in ((self.organisation_id, organisations), (self.agency_id, agencies)):
            named = ((body.id, tell(body.name).text) for body in bodies)
            control.choices = choices(nobody, *named)
