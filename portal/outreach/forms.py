"""What people fill in to ask for information, to answer, and to publish an answer."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

from flask_login import current_user
from wtforms import (
    EmailField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.accounts.models import Agency
from portal.kernel.errors import RuleBroken
from portal.negotiations.models import Theme
from portal.outbox.rules import LONGEST_ADDRESS, address
from portal.outreach.labels import FORMATS, GROUNDS, OUTCOMES_EXPLAINED
from portal.outreach.models import RequestFile
from portal.outreach.rules import (
    LONGEST_ANSWER,
    LONGEST_APPEAL,
    LONGEST_NAME,
    LONGEST_QUESTION,
    LONGEST_REASON,
    LONGEST_SUBJECT,
    Question,
    RefusalGround,
    RequestState,
    WantedFormat,
)
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import NAMES, _, _l, current_locale, tell, translated
from portal.web.urls import read_key

KEY = re.compile(r"[0-9a-f]{32}")

_TOO_LONG = _l("Use at most %(max)d characters.")


def _key(value: Any) -> int | None:
    return read_key(str(value or ""))


class AskForm(Form):
    """A request for information."""

    key = HiddenField()
    subject = StringField(
        _l("What it is about"),
        [
            InputRequired(_l("Say in a few words what it is about.")),
            Length(max=LONGEST_SUBJECT, message=_TOO_LONG),
        ],
        render_kw={"maxlength": LONGEST_SUBJECT},
    )
    text = TextAreaField(
        _l("What you want to know"),
        [
            InputRequired(_l("Write what you want to know.")),
            Length(max=LONGEST_QUESTION, message=_TOO_LONG),
        ],
        render_kw={"maxlength": LONGEST_QUESTION, "rows": 8},
    )
    theme = SelectField(_l("Theme"), [Optional()], coerce=_key)
    locale = SelectField(_l("Language in which you write"), choices=choices(*NAMES.items()))
    wanted = SelectField(_l("How you would like the answer"), choices=choices(*FORMATS.items()))
    name = StringField(
        _l("Your name"),
        [InputRequired(_l("Write your name.")), Length(max=LONGEST_NAME, message=_TOO_LONG)],
        render_kw={"maxlength": LONGEST_NAME},
    )
    email = EmailField(
        _l("Your e-mail address"),
        [InputRequired(_l("Write your e-mail address."))],
        render_kw={"maxlength": LONGEST_ADDRESS},
    )

    def __init__(self, *, themes: Iterable[Theme]) -> None:
        super().__init__()
        named = [(str(theme.id), tell(theme.name).text) for theme in themes]
        self.theme.choices = choices(("", _("I do not know, or another")), *named)
        if current_user.is_authenticated:
            del self.name, self.email
        if not self.is_submitted():
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
    def question(self) -> Question:
        """What was asked."""
        guest = "email" in self
        return Question(
            subject=self.subject.data or "",
            text=self.text.data or "",
            locale=self.locale.data,
            wanted=WantedFormat(self.wanted.data),
            name=self.name.data or "" if guest else "",
            email=address(self.email.data or "") if guest else "",
        )


class ButtonForm(Form):
    """A button and its token."""


class ExtendForm(Form):
    """Why it takes longer."""

    reason = TextAreaField(
        _l("Why it takes longer"),
        [Length(max=LONGEST_REASON, message=_TOO_LONG)],
        render_kw={"rows": 2, "maxlength": LONGEST_REASON},
    )


class PassOnForm(Form):
    """Who answers instead."""

    agency = SelectField(_l("The agency that answers"), coerce=_key)
    reason = TextAreaField(
        _l("A word to the asker"),
        [Optional(), Length(max=LONGEST_REASON, message=_TOO_LONG)],
        render_kw={"rows": 2, "maxlength": LONGEST_REASON},
    )

    def offer(self, agencies: Iterable[Agency], *, but: int) -> None:
        """Offer every agency but the one that has it."""
        named = [(str(x.id), tell(x.name).text) for x in agencies if x.id != but]
        self.agency.choices = choices(("", _("Choose an agency")), *named)


class ReplyForm(Form):
    """The answer to a request."""

    outcome = RadioField(
        _l("What the answer is"),
        [InputRequired(_l("Choose what the answer is."))],
        choices=choices(*OUTCOMES_EXPLAINED.items()),
    )
    ground = SelectField(
        _l("Ground on which something is kept back"),
        [Optional()],
        choices=choices(("", _l("None")), *GROUNDS.items()),
    )
    body = StringField(
        _l("The body that decides on it"),
        [Optional(), Length(max=LONGEST_NAME, message=_TOO_LONG)],
        render_kw={"maxlength": LONGEST_NAME},
    )
    words = TextAreaField(
        _l("Answer"),
        [
            InputRequired(_l("Write the answer.")),
            Length(max=LONGEST_ANSWER, message=_TOO_LONG),
        ],
        render_kw={"rows": 10, "maxlength": LONGEST_ANSWER},
    )
    files = MultipleFileField(_l("Files"))

    @property
    def decision(self) -> dict[str, Any]:
        """What was decided, in the terms of the action."""
        ground = self.ground.data
        return {
            "outcome": RequestState(self.outcome.data),
            "ground": RefusalGround(ground) if ground else None,
            "body": self.body.data or "",
            "words": self.words.data or "",
        }


class RequestAppealForm(Form):
    """Why something should not be kept back."""

    words = TextAreaField(
        _l("Why it should be told"),
        [Length(max=LONGEST_APPEAL, message=_TOO_LONG)],
        render_kw={"rows": 5, "maxlength": LONGEST_APPEAL},
    )


class AppealDecisionForm(Form):
    """What another person decides on an appeal."""

    outcome = RadioField(
        _l("What you decide"),
        [InputRequired(_l("Choose what you decide."))],
        choices=choices(
            ("allowed", _l("Allowed: it is answered anew, within fifteen days")),
            ("dismissed", _l("Dismissed: what was kept back stays so")),
        ),
    )
    reason = TextAreaField(
        _l("Why. The asker reads it."),
        [Length(max=LONGEST_ANSWER, message=_TOO_LONG)],
        render_kw={"rows": 5, "maxlength": LONGEST_ANSWER},
    )

    @property
    def decision(self) -> dict[str, Any]:
        """What was decided, in the terms of the action."""
        return {"allowed": self.outcome.data == "allowed", "reason": self.reason.data or ""}


class PublishForm(Form):
    """What everyone will read."""

    title = LocalizedField(_l("Title"), longest=LONGEST_SUBJECT)
    question = LocalizedField(_l("The question"), longest=LONGEST_QUESTION, lines=4)
    answer = LocalizedField(_l("The answer"), longest=LONGEST_ANSWER, lines=8)
    files = Ticks(_l("Files that go along"), coerce=_key)

    def offer(self, files: Iterable[RequestFile]) -> None:
        """Offer the files of the answer."""
        self.files.choices = choices(*((str(x.id), x.attachment.name) for x in files))


class LookUpForm(Form):
    """The number of a request."""

    class Meta(Form.Meta):
        """It asks, it does not write."""

        csrf = False

    number = StringField(_l("Number of your request"), render_kw={"maxlength": 60})


class LibraryForm(Form):
    """Which answers to show."""

    class Meta(Form.Meta):
        """It asks, it does not write."""

        csrf = False

    q = StringField(_l("Words to look for"), render_kw={"maxlength": 100})
    theme = SelectField(_l("Theme"))

    def offer(self, themes: Iterable[Theme]) -> None:
        """Offer the themes."""
        named = [(theme.code, tell(theme.name).text) for theme in themes]
        self.theme.choices = choices(("", _("Any")), *named)
