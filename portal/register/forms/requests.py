"""Asking for more time, and deciding about it."""

from typing import Any

from flask_login import current_user
from werkzeug.datastructures import FileStorage
from wtforms import DateField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.kernel.errors import RuleBroken
from portal.outbox.rules import LONGEST_ADDRESS, address
from portal.register.actions import Plea
from portal.register.labels import FILES
from portal.web.forms import Form, LocalizedField, choices
from portal.web.locale import NAMES, _, _l, current_locale, translated

LONGEST_REASON = 2_000


class MoreTimeForm(Form):
    """A request for more time."""

    until = DateField(_l("Until when you need the time"), [InputRequired()])
    reason = TextAreaField(
        _l("Why the time is too short"), [InputRequired(), Length(max=LONGEST_REASON)]
    )
    organisation = StringField(_l("For which organisation"), [Optional(), Length(max=300)])
    name = StringField(_l("Your name"), [Optional(), Length(max=200)])
    email = StringField(_l("E-mail address"), [Optional(), Length(max=LONGEST_ADDRESS)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if current_user.is_authenticated:
            del self.name
            del self.email

    def validate_email(self, field: StringField) -> None:
        """Refuse what no letter could be sent to."""
        try:
            field.data = address(str(field.data))
        except RuleBroken as broken:
            raise ValidationError(translated(broken)) from broken

    @property
    def plea(self) -> Plea:
        """What was filled in."""
        return Plea(
            until=self.until.data,
            reason=self.reason.data or "",
            name=self.name.data or "" if "name" in self else "",
            organisation=self.organisation.data or "",
            email=self.email.data or "" if "email" in self else "",
            locale=current_locale(),
        )


class RefuseTimeForm(Form):
    """Why no more time is given."""

    answer = LocalizedField(_l("Why no more time is given"), lines=2, longest=2_000)


class ScheduleForm(Form):
    """When an approved notice is to appear."""

    publish_on = DateField(_l("Day of publication"), [InputRequired()])
    inspect_on = DateField(_l("Open for inspection from"), [Optional()])


class ButtonForm(Form):
    """A button and its token."""


class FileForm(Form):
    """A file beside a draft."""

    files = MultipleFileField(_l("File"))
    """First the file, then the version of it that everyone can read."""
    kind = SelectField(_l("What the file is"), choices=choices(*FILES.items()))
    file_title = LocalizedField(_l("Title of the file"), longest=300)
    locale = SelectField(_l("Language of the file"), choices=choices(*NAMES.items()))
    source = LocalizedField(_l("Source of the figures"), optional=True, longest=500)
    as_of = DateField(_l("Day of the figures"), [Optional()])

    def validate_files(self, _field: MultipleFileField) -> None:
        """Ask for a file."""
        if not self.uploads[0]:
            raise ValidationError(_("Choose a file."))

    @property
    def uploads(self) -> tuple[FileStorage | None, FileStorage | None]:
        """The file and its accessible version, where they were chosen."""
        sent = [x if isinstance(x, FileStorage) and x.filename else None for x in self._sent]
        return (*sent, None, None)[0], (*sent, None, None)[1]

    @property
    def _sent(self) -> list[Any]:
        return list(self.files.data or ())
