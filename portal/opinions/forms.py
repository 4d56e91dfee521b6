"""What people fill in to draft, share, vote, dissent and file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.comments.forms import PointCards
from portal.comments.forms import PointForm as CommentPointForm
from portal.comments.rules import LONGEST_ASK, LONGEST_TITLE, Stance
from portal.committees.models import Committee
from portal.opinions.labels import CHOICES, EXPLAINED
from portal.opinions.rules import (
    LONGEST_BODY,
    LONGEST_DISSENT,
    LONGEST_REASON,
    LONGEST_REMARK,
    MOST_POINTS,
    WHOLE,
    Choice,
    DraftPoint,
    Kind,
    Wording,
)
from portal.register.models import Notice
from portal.web.forms import Form, Ticks, choices
from portal.web.locale import NAMES, _, _l, tell
from portal.web.urls import read_key

_TOO_LONG = _l("Use at most %(max)d characters.")
MOST_CARDS = MOST_POINTS + 5
"""Cards that a form takes before it says that there are too many."""


def _key(value: Any) -> int | None:
    return read_key(str(value or ""))


def _item(value: Any) -> int:
    return read_key(str(value or "")) or WHOLE


class BeginForm(Form):
    """What is to be written, and on what."""

    kind = RadioField(
        _l("What is to be written"),
        [InputRequired(_l("Choose what is to be written."))],
        choices=choices(*EXPLAINED.items()),
        default=Kind.OPINION.value,
    )
    notice = SelectField(
        _l("On which notice"), [InputRequired(_l("Choose a notice."))], coerce=_key
    )
    title = StringField(
        _l("Title"),
        [
            InputRequired(_l("Give the draft a title.")),
            Length(max=LONGEST_TITLE, message=_TOO_LONG),
        ],
        render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"},
    )
    locale = SelectField(_l("Language in which you write"), choices=choices(*NAMES.items()))

    def offer(self, notices: Iterable[Notice]) -> None:
        """Offer the notices that are open to the committee."""
        named = [(x.id, f"{x.number}. {tell(x.title).text[:110]}") for x in notices]
        self.notice.choices = choices(("", _("Choose a notice")), *named)


class PointForm(CommentPointForm):
    """One point of a draft, known by its key in every version."""

    key = HiddenField()


class DraftForm(PointCards):
    """A version of a draft, as it is typed."""

    base = HiddenField()
    """The number of the version that it was made of."""
    title = StringField(
        _l("Title"),
        [
            InputRequired(_l("Give the draft a title.")),
            Length(max=LONGEST_TITLE, message=_TOO_LONG),
        ],
        render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"},
    )
    locale = SelectField(_l("Language in which you write"), choices=choices(*NAMES.items()))
    body = TextAreaField(
        _l("Text"),
        [Optional(), Length(max=LONGEST_BODY, message=_TOO_LONG)],
        render_kw={"rows": 16},
    )
    points = FieldList(FormField(PointForm), _l("Points"), min_entries=1, max_entries=MOST_CARDS)
    most_points = MOST_POINTS

    @property
    def wording(self) -> Wording:
        """What was filled in."""
        return Wording(
            title=self.title.data or "",
            locale=self.locale.data,
            body=self.body.data or "",
            points=[
                DraftPoint(
                    key=_key(entry.form.key.data) or 0,
                    ask=entry.form.ask.data or "",
                    text=entry.form.text.data or "",
                    stance=Stance(entry.form.stance.data) if entry.form.stance.data else None,
                    question=entry.form.question.data,
                )
                for entry in self.filled
            ],
        )


def as_typed(wording: Wording) -> dict[str, Any]:
    """Return a wording as the form of a draft is filled with it."""
    return {
        "title": wording.title,
        "locale": wording.locale,
        "body": wording.body,
        "points": [
            {
                "key": point.key,
                "ask": point.ask,
                "text": point.text,
                "stance": point.stance,
                "question": point.question,
            }
            for point in wording.points
        ],
    }


class RemarkForm(Form):
    """What a member says about a version."""

    text = TextAreaField(
        _l("Your comment"),
        [InputRequired(_l("Write what you want to say.")), Length(max=LONGEST_REMARK)],
        render_kw={"rows": 4, "maxlength": LONGEST_REMARK},
    )


class AskForm(Form):
    """Until when the members are asked to comment."""

    until = DateField(_l("Comments wanted until"), [Optional()])


class InviteForm(Form):
    """Which committee is asked to join."""

    committee = SelectField(
        _l("Committee"), [InputRequired(_l("Choose a committee."))], coerce=_key
    )

    def offer(self, committees: Iterable[Committee]) -> None:
        """Offer the committees that have no part in it yet."""
        named = [(x.id, f"{x.code}. {tell(x.theme.name).text}") for x in committees]
        self.committee.choices = choices(("", _("Choose a committee")), *named)


class RecusalForm(Form):
    """On what the organisation steps aside, and why."""

    item = SelectField(_l("You keep out of"), coerce=_item)
    reason = TextAreaField(
        _l("What the interest is"),
        [
            InputRequired(_l("Say what the interest is; it is published.")),
            Length(max=LONGEST_REASON),
        ],
        render_kw={"rows": 2, "maxlength": LONGEST_REASON},
    )

    def offer(self, points: Sequence[DraftPoint]) -> None:
        """Offer the whole, and each point."""
        self.item.choices = choices((str(WHOLE), _("The opinion as a whole")), *_named(points))


class PollForm(Form):
    """Until when members vote, and on which points by themselves."""

    closes_on = DateField(_l("Last day to vote"), [Optional()])
    apart = Ticks(_l("Points to be voted on by themselves"), coerce=_item)

    def offer(self, points: Sequence[DraftPoint]) -> None:
        """Offer each point."""
        self.apart.choices = choices(*_named(points))


def _named(points: Sequence[DraftPoint]) -> list[tuple[str, str]]:
    return [
        (str(point.key), _("Point %(number)s", number=place) + (f": {point.ask[:90]}"))
        for place, point in enumerate(points, 1)
    ]


class DissentForm(Form):
    """What an organisation says that did not vote for an opinion."""

    ask = StringField(
        _l("What you ask instead, in one sentence"),
        [Optional(), Length(max=LONGEST_ASK, message=_TOO_LONG)],
        render_kw={"maxlength": LONGEST_ASK, "autocomplete": "off"},
    )
    text = TextAreaField(
        _l("Why"),
        [Optional(), Length(max=LONGEST_DISSENT)],
        render_kw={"rows": 5, "maxlength": LONGEST_DISSENT},
    )


class PressForm(Form):
    """A button and its token."""


class BallotForm(Form):
    """The vote of a seat; its questions are added by `ballot_form`."""

    declared = BooleanField(
        _l("My organisation has no interest in this that it has not declared."),
        [InputRequired(_l("Declare the interest first, and step aside where it concerns you."))],
    )

    @property
    def choices(self) -> dict[int, Choice]:
        """What was chosen on each item."""
        return {
            int(name.rpartition("-")[2]): Choice(field.data)
            for name, field in self._fields.items()
            if name.startswith("item-") and field.data
        }


def ballot_form(asked: Mapping[int, str], given: Mapping[int, Choice]) -> BallotForm:
    """Return a form with a question for each item, filled with what was chosen before."""
    questions = {
        f"item-{item}": RadioField(
            label,
            [InputRequired(_l("Choose for, against or abstain."))],
            choices=choices(*CHOICES.items()),
            default=given[item].value if item in given else None,
        )
        for item, label in asked.items()
    }
    return type("BallotFormOfItems", (BallotForm,), questions)(prefix="ballot-")  # type: ignore[no-any-return]  # Made here.
