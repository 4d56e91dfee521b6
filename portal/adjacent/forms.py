"""The forms of this room. Times are typed and shown in legal time."""

from datetime import datetime
from typing import Any

from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.adjacent.labels import VERDICTS
from portal.adjacent.rules import LONGEST_ANSWER, LONGEST_QUESTION, Verdict
from portal.kernel.clock import LEGAL_TIME
from portal.web.forms import Form, choices
from portal.web.locale import _l
from portal.web.urls import read_key


class LegalMoment(DateTimeLocalField):
    """A moment typed in legal time; `.data` carries its zone."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it as a moment in legal time."""
        super().process_formdata(valuelist)
        if isinstance(self.data, datetime):
            self.data = self.data.replace(tzinfo=LEGAL_TIME)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.astimezone(LEGAL_TIME).strftime("%Y-%m-%dT%H:%M") if self.data else ""


def _key(value: Any) -> int | None:
    return read_key(str(value or ""))


class OpenRoomForm(Form):
    """Which committee, within call of which round."""

    round_id = SelectField(_l("Round"), coerce=_key)
    committee_id = SelectField(_l("Committee"), coerce=_key)


class QuestionForm(Form):
    """What the table wants to know, and by when."""

    text = TextAreaField(
        _l("Question"),
        [InputRequired(_l("Write what the table wants to know.")), Length(max=LONGEST_QUESTION)],
        render_kw={"rows": 5, "maxlength": LONGEST_QUESTION},
    )
    due_at = LegalMoment(_l("Answer by"), validators=[InputRequired(_l("Say by when."))])


class AnswerForm(Form):
    """What business says."""

    verdict = RadioField(
        _l("Answer"),
        choices=choices(*VERDICTS.items()),
        coerce=Verdict,
        validators=[InputRequired(_l("Say yes, no, or on which conditions."))],
    )
    text = TextAreaField(
        _l("What the table should know"), [Length(max=LONGEST_ANSWER)], render_kw={"rows": 5}
    )
    version = HiddenField(default="0")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.text.optional = False  # type: ignore[attr-defined]  # Read where it is shown.


class UseForm(Form):
    """What the table did with an answer."""

    use = TextAreaField(
        _l("What was done with the answer, and why"),
        [InputRequired(_l("Write in a sentence what was done with it, and why."))],
        render_kw={"rows": 3},
    )


class ShiftForm(Form):
    """Who is on call, and when."""

    person_id = SelectField(_l("Member"), coerce=_key)
    starts_at = LegalMoment(_l("Hours begin"), validators=[InputRequired(_l("Say from when."))])
    ends_at = LegalMoment(_l("Hours end"), validators=[InputRequired(_l("Say until when."))])
