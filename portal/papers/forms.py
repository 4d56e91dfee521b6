"""The forms of this room."""

from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.committees.rules import Clearance
from portal.papers.labels import PAPERS, READERS
from portal.papers.rules import LONGEST_TEXT, LONGEST_WORDS, PaperKind
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import NAMES, _l, current_locale
from portal.web.urls import read_key


def _key(value: Any) -> int | None:
    return read_key(str(value or ""))


class PaperForm(Form):
    """A paper, who may read it, and what everybody may know of it."""

    kind = SelectField(_l("Kind"), choices=choices(*PAPERS.items()), coerce=PaperKind)
    agency = SelectField(_l("Agency"), coerce=_key)
    title = LocalizedField(_l("Title"), longest=300)
    locale = RadioField(
        _l("Language of the text"), choices=choices(*NAMES.items()), default=current_locale
    )
    text = TextAreaField(
        _l("Text"),
        [InputRequired(_l("Paste the text of the paper.")), Length(max=LONGEST_TEXT)],
        render_kw={"rows": 16},
    )
    clearance = RadioField(
        _l("Who may read it"),
        choices=choices(*READERS.items()),
        coerce=Clearance,
        default=Clearance.COMMITTEE_CONFIDENTIAL,
    )
    committees = Ticks(_l("Committees"), coerce=_key)
    public_title = LocalizedField(_l("Title of the public abstract"), longest=300, optional=True)
    abstract = LocalizedField(_l("Public abstract"), lines=5, longest=LONGEST_WORDS, optional=True)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.committees.optional = False  # type: ignore[attr-defined]  # Read where it is shown.


class LeakForm(Form):
    """What was found, and where."""

    found = TextAreaField(
        _l("What was found, where and when"),
        [InputRequired(_l("Write at least a sentence.")), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 5},
    )
    mark = StringField(_l("Mark on the page"), [Length(max=20)])


class OutcomeForm(Form):
    """What was found out."""

    outcome = TextAreaField(
        _l("What was found out, and what follows"),
        [InputRequired(_l("Write at least a sentence.")), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 4},
    )
