"""What people fill in to group points, to answer, to promise and to approve."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.models import Agency
from portal.kernel.errors import RuleBroken
from portal.negotiations.models import Theme
from portal.responses.labels import EXPLAINED, REASONS
from portal.responses.models import Commitment, Concern
from portal.responses.rules import (
    LONGEST_ANSWER,
    LONGEST_PROMISE,
    LONGEST_STATEMENT,
    Disposition,
    Promise,
    ReasonCode,
    check_promise,
)
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import _, _l, tell, translated
from portal.web.urls import read_key

LONGEST_REMARK = 2_000

PROMISE_ROWS = 3
"""How many promises an answer can make at a time."""


def _key(value: Any) -> int | None:
    """Read a row number as a form sends it; nothing where none was chosen."""
    return read_key(str(value or ""))


def _named(things: Iterable[Agency | Theme]) -> list[tuple[str, str]]:
    """Return the key and the name of each thing."""
    return [(str(thing.id), tell(thing.name).text) for thing in things]


class GroupForm(Form):
    """Which points, and into which concern."""

    points = SelectMultipleField(_l("Points"), coerce=_key, validate_choice=False)
    concern = SelectField(_l("Concern"), coerce=_key)
    statement = LocalizedField(
        _l("What the new concern says"), longest=LONGEST_STATEMENT, lines=2, optional=True
    )
    theme = SelectField(_l("Theme of the new concern"), [Optional()], coerce=_key)

    def __init__(self, *, concerns: Iterable[Concern], themes: Iterable[Theme]) -> None:
        super().__init__()
        self.concern.choices = choices(
            ("", _("A new concern")),
            *((str(x.id), f"{x.number}. {tell(x.statement).text[:90]}") for x in concerns),
        )
        self.theme.choices = choices(("", _("None")), *_named(themes))

    @property
    def chosen(self) -> list[int]:
        """The row numbers of the points that were ticked."""
        return [key for key in self.points.data or () if key is not None]


class PromiseForm(Form):
    """One promise; a row that is left empty promises nothing."""

    class Meta(Form.Meta):
        """It is a part of another form, which holds the token."""

        csrf = False

    text = LocalizedField(_l("What is promised"), longest=LONGEST_PROMISE, optional=True)
    agency_id = SelectField(_l("Who owes it"), [Optional()], coerce=_key)
    due_on = DateField(_l("To be kept by"), [Optional()])

    @property
    def promise(self) -> Promise | None:
        """The promise as it was filled in, if anything was."""
        filled = Promise(
            text=self.text.data, agency_id=self.agency_id.data, due_on=self.due_on.data
        )
        typed = any(self.due_on.raw_data or ())
        empty = not (filled.text or filled.agency_id or filled.due_on or typed)
        return None if empty else filled


class AnswerForm(Form):
    """The answer to one concern."""

    disposition = RadioField(
        _l("What became of it"),
        [InputRequired(_l("Choose what became of it."))],
        choices=choices(*EXPLAINED.items()),
    )
    reason_code = SelectField(_l("Reason"), [Optional()])
    deferred_until = DateField(_l("Taken up again on"), [Optional()])
    answer = LocalizedField(_l("Answer"), longest=LONGEST_ANSWER, lines=6)
    promises = FieldList(
        FormField(PromiseForm, _l("Promise")),
        _l("New promises"),
        min_entries=PROMISE_ROWS,
        max_entries=PROMISE_ROWS,
    )
    shared = Ticks(
        _l("Promises made elsewhere in this docket that also serve this answer"), coerce=_key
    )

    def __init__(
        self,
        *,
        agencies: Iterable[Agency],
        known: Iterable[Commitment],
        today: date,
        **given: Any,
    ) -> None:
        super().__init__(**given)
        self.today = today
        none = ("", _("None"))
        self.reason_code.choices = choices(none, *REASONS.items())
        owners = choices(none, *_named(agencies))
        for row in self.promises:
            row.form.agency_id.choices = owners
        self.shared.choices = choices(*((str(x.id), promise_line(x)) for x in known))

    @property
    def made(self) -> list[Promise]:
        """The promises that were filled in."""
        return [row.form.promise for row in self.promises if row.form.promise]

    @property
    def decision(self) -> dict[str, Any]:
        """What was decided, in the terms of the action."""
        reason = self.reason_code.data
        return {
            "disposition": Disposition(self.disposition.data),
            "reason_code": ReasonCode(reason) if reason else None,
            "deferred_until": self.deferred_until.data,
            "answer": self.answer.data,
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a promise that lacks its words, its owner or its day."""
        valid = bool(super().validate(extra_validators))
        for row in self.promises:
            promise = row.form.promise
            if promise is None:
                continue
            try:
                check_promise(promise, today=self.today)
            except RuleBroken as broken:
                field = row.form[broken.field]
                if not field.errors:
                    field.errors = [translated(broken)]
                self.promises.errors = [entry.errors for entry in self.promises]
                valid = False
        return valid


def promise_line(commitment: Commitment) -> str:
    """Return a promise in one line, for a list to choose from."""
    line: str = _(
        "%(promise)s (%(owner)s, by %(day)s)",
        promise=tell(commitment.text).text,
        owner=tell(commitment.agency.abbreviation).text,
        day=f"{commitment.due_on:%d.%m.%Y}",
    )
    return line


class RemarkForm(Form):
    """What a second official wants mended."""

    remark = TextAreaField(
        _l("What is to be mended"),
        [Length(max=LONGEST_REMARK)],
        render_kw={"rows": 3, "maxlength": LONGEST_REMARK},
    )


class SettleForm(Form):
    """How a promise was kept, or why it is given up."""

    outcome = RadioField(
        _l("What became of it"),
        [InputRequired(_l("Choose what became of it."))],
        choices=choices(
            ("kept", _l("It was kept")), ("cancelled", _l("It is given up, with a reason"))
        ),
    )
    note = LocalizedField(
        _l("How it was kept, or why it is given up"), longest=LONGEST_ANSWER, lines=3, optional=True
    )
