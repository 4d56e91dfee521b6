"""The forms of this room."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from flask_login import current_user
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    FormField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.accounts.labels import GROUPS
from portal.attachments.rules import Kept
from portal.comments.labels import REASONS, STANCES
from portal.comments.queries import Asked
from portal.comments.rules import (
    LONGEST_ASK,
    LONGEST_NAME,
    LONGEST_POINT,
    LONGEST_TITLE,
    MOST_POINTS,
    Capacity,
    Filing,
    NewPoint,
    Stance,
    WithholdReason,
)
from portal.kernel.errors import RuleBroken
from portal.kernel.text import Localized
from portal.organisations.acting import acting
from portal.organisations.models import Authority
from portal.outbox.rules import LONGEST_ADDRESS, address
from portal.register.models import Question
from portal.web.forms import Form, choices
from portal.web.locale import NAMES, _, _l, current_locale, tell, translated

SELF = "self"
PLACE = re.compile(r"points-(\d+)-(ask|text|question|stance)")
KEY = re.compile(r"[0-9a-f]{32}")

_TOO_LONG = _l("Use at most %(max)d characters.")


def _number(value: Any) -> int | None:
    return int(value) if value else None


def _stance(value: Any) -> Stance | None:
    return Stance(value) if value else None


class PointForm(Form):
    """One point."""

    class Meta(Form.Meta):
        """Part of a form that has its token."""

        csrf = False

    question = SelectField(_l("What it is about"), coerce=_number)
    ask = StringField(
        _l("What you ask for, in one sentence"),
        [Optional(), Length(max=LONGEST_ASK, message=_TOO_LONG)],
        render_kw={"maxlength": LONGEST_ASK},
    )
    text = TextAreaField(
        _l("Why, and what you know about it"),
        [Optional(), Length(max=LONGEST_POINT, message=_TOO_LONG)],
        render_kw={"maxlength": LONGEST_POINT, "rows": 7},
    )
    stance = SelectField(
        _l("Your stance on this"),
        coerce=_stance,
        choices=choices(("", _l("As in the whole comment")), *STANCES.items()),
    )

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was written here."""
        return not (self.ask.data or self.text.data)


class PointCards(Form):
    """A form with a card for each point."""

    points: Any
    about: list[tuple[Any, str]]
    """What a point may be about; set by `offer`."""
    most_points = MOST_POINTS

    def offer(self, questions: Sequence[Question | Asked]) -> None:
        """Let a point be about any of a notice's questions."""
        self.about = [("", _("The notice as a whole"))]
        self.about += [(q.number, f"{q.number}. {_short(tell(q.text).text)}") for q in questions]
        for point in self.points:
            point.form.question.choices = choices(*self.about)

    def add_point(self) -> None:
        """Show one more empty card, unless there are as many as there may be."""
        if len(self.points) >= self.most_points:
            return
        self.points.append_entry().form.question.choices = choices(*self.about)

    def take_away(self, place: str) -> None:
        """Drop a card, counted from 0; the last one is emptied instead."""
        kept = [e for at, e in enumerate(self.points.entries) if str(at) != place]
        self.points.entries = kept
        if not kept:
            self.add_point()

    @property
    def filled(self) -> list[Any]:
        """The cards in which something was written."""
        return [entry for entry in self.points if not entry.form.is_empty]

    def refuse(self, broken: RuleBroken) -> None:
        """Show a broken rule at the part of the point that it concerns."""
        found = PLACE.fullmatch(broken.field or "")
        cards = self.filled or list(self.points)
        if found and int(found.group(1)) < len(cards):
            part = cards[int(found.group(1))].form[found.group(2)]
            sentence = translated(broken)
            part.errors = [*part.errors, sentence]
            self.points.errors = [*self.points.errors, {found.group(2): [sentence]}]
        else:
            super().refuse(broken)


class FilingForm(PointCards):
    """A comment on a notice."""

    key = HiddenField()
    speaker = RadioField(
        _l("For whom do you speak?"), [InputRequired(_l("Say for whom you speak."))]
    )
    name = StringField(
        _l("Your name"),
        [
            InputRequired(_l("Write your name.")),
            Length(max=LONGEST_NAME, message=_TOO_LONG),
        ],
        render_kw={"maxlength": LONGEST_NAME},
    )
    email = EmailField(
        _l("Your e-mail address"),
        [InputRequired(_l("Write your e-mail address."))],
        render_kw={"maxlength": LONGEST_ADDRESS},
    )
    anonymous = BooleanField(_l("Do not show my name to the public"))
    region_id = SelectField(_l("Region"), coerce=_number)
    locale = SelectField(_l("Language in which you write"), choices=choices(*NAMES.items()))
    stance = RadioField(
        _l("Where you stand on the proposal as a whole"),
        [InputRequired(_l("Say where you stand."))],
        coerce=_stance,
        choices=choices(*STANCES.items()),
    )
    title = StringField(
        _l("Title of the comment"),
        [Optional(), Length(max=LONGEST_TITLE, message=_TOO_LONG)],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    points = FieldList(
        FormField(PointForm), _l("Points"), min_entries=1, max_entries=MOST_POINTS + 1
    )
    files = MultipleFileField(_l("Files"))
    declaration = BooleanField(
        _l("I wrote this or may file it, and I know that it will be public."),
        [InputRequired(_l("Confirm this before you file."))],
    )

    letters: Sequence[Authority] = ()
    """Under which the reader may file for others; set by `prepare`."""

    def prepare(
        self,
        questions: Sequence[Asked],
        regions: Sequence[tuple[int, Localized]],
        letters: Sequence[Authority] = (),
    ) -> None:
        """Offer the choices that depend on the notice and on who is asking."""
        self.letters = letters
        self.offer(questions)
        places = [(key, tell(name).text) for key, name in regions]
        self.region_id.choices = choices(("", _("Not said")), *places)
        if current_user.is_authenticated:
            del self.name, self.email
            self.speaker.choices = choices(*self._speakers())
        else:
            del self.speaker
        if not self.is_submitted():
            self._suggest_speaker()
            self.key.data = secrets.token_hex(16)
            self.locale.data = current_locale()
        elif not KEY.fullmatch(self.key.data or ""):
            self.key.data = secrets.token_hex(16)

    def validate_email(self, field: Any) -> None:
        """Refuse what no letter can be sent to."""
        try:
            address(field.data or "")
        except RuleBroken as broken:
            raise ValidationError(translated(broken)) from broken

    @property
    def own_key(self) -> str:
        """The key of this form: the same however often it is sent."""
        return self.key.data or ""

    @property
    def organisation_id(self) -> int | None:
        """The organisation for which the author speaks."""
        return None if self._spoken == SELF else int(self._spoken.partition(":")[0])

    @property
    def _spoken(self) -> str:
        """The one of the offered speakers that was chosen; oneself where it is none of them."""
        chosen = self.speaker.data if "speaker" in self else SELF
        offered = dict(self._speakers()) if "speaker" in self else {}
        return str(chosen) if chosen in offered else SELF

    def _suggest_speaker(self) -> None:
        """Begin with the organisation that the reader acts for, where they chose one."""
        membership = acting()
        if "speaker" in self and membership is not None:
            own = (value for value, _label in self._speakers() if value != SELF)
            place = f"{membership.organisation_id}:"
            self.speaker.data = next((value for value in own if value.startswith(place)), None)

    def _speakers(self) -> list[tuple[str, str]]:
        """Return for whom the reader may speak: organisations, those by letter, themselves."""
        speakers = []
        for membership in current_user.memberships:
            if not current_user.represents(membership.organisation_id):
                continue
            name = tell(membership.organisation.name).text
            place = membership.organisation_id
            members = Capacity.ON_BEHALF_OF_MEMBERS.value
            own = Capacity.OWN_BEHALF.value
            speakers.append(
                (f"{place}:{members}", _("%(name)s, on behalf of its members", name=name))
            )
            speakers.append((f"{place}:{own}", _("%(name)s, for itself", name=name)))
        for letter in self.letters:
            names = {"name": tell(letter.giver.name).text, "agent": tell(letter.holder.name).text}
            client = Capacity.ON_BEHALF_OF_CLIENT.value
            speakers.append(
                (
                    f"{letter.giver_id}:{client}:{letter.id}",
                    _("%(name)s, by letter of authority to %(agent)s", **names),
                )
            )
        speakers.append((SELF, _("Myself: %(name)s", name=current_user.name)))
        return speakers

    def filing(self, files: Sequence[Kept]) -> Filing:
        """Return what was filled in."""
        organisation = self.organisation_id
        capacity, letter = Capacity.PERSONAL, None
        if organisation is not None:
            _key, spoken, *under = self._spoken.split(":")
            capacity = Capacity(spoken)
            letter = int(under[0]) if under else None
        return Filing(
            points=[
                NewPoint(
                    text=entry.form.text.data or "",
                    ask=entry.form.ask.data or "",
                    stance=_stance(entry.form.stance.data),
                    question=entry.form.question.data,
                )
                for entry in self.filled
            ],
            locale=self.locale.data,
            stance=_stance(self.stance.data),
            title=self.title.data or "",
            organisation_id=organisation,
            capacity=capacity,
            authority_id=letter,
            anonymous=self.anonymous.data,
            region_id=self.region_id.data,
            files=tuple(files),
            name=(self.name.data or "") if "name" in self else "",
            email=self._address(),
        )

    def _address(self) -> str:
        if "email" not in self or self.email.errors:
            return ""
        return address(self.email.data or "")


def _short(text: str, longest: int = 90) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


class NarrowingForm(Form):
    """Which comments to show."""

    class Meta(Form.Meta):
        """It asks, it does not write."""

        csrf = False

    stance = SelectField(_l("Stance"), choices=choices(("", _l("Any")), *STANCES.items()))
    group = SelectField(
        _l("From"),
        choices=choices(("", _l("Everyone")), ("people", _l("People")), *GROUPS.items()),
    )
    region = SelectField(_l("Region"), coerce=_number)
    question = SelectField(_l("Question"), coerce=_number)

    def offer(
        self, questions: Sequence[tuple[Asked, str]], regions: Sequence[tuple[int, Localized]]
    ) -> None:
        """Offer the questions, each with its notice's number, and the regions."""
        named = [(key, tell(name).text) for key, name in regions]
        self.region.choices = choices(("", _("Any")), *named)
        asked = [
            (question.id, _short(f"{notice}, {question.number}. {tell(question.text).text}"))
            for question, notice in questions
        ]
        self.question.choices = choices(("", _("Any")), *asked)


class DecisionForm(Form):
    """What a moderator decides about a comment."""

    reason = SelectField(
        _l("Reason to withhold it"),
        coerce=lambda value: value or None,
        choices=choices(("", _l("Choose a reason")), *REASONS.items()),
    )
    original = StringField(
        _l("Number of the comment that it repeats"),
        [Optional(), Length(max=60, message=_TOO_LONG)],
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.original.optional = False  # type: ignore[attr-defined]  # Read where it is shown.

    @property
    def chosen_reason(self) -> WithholdReason | None:
        """The reason, where one was chosen."""
        return WithholdReason(self.reason.data) if self.reason.data else None


class AnswerForm(Form):
    """A button and its token."""
