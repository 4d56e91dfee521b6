"""The forms of this room."""

from typing import Any

from wtforms import (
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length

from portal.accounts.labels import ROLES
from portal.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, Role
from portal.outbox.rules import LONGEST_ADDRESS
from portal.web.forms import Form, Ticks, choices
from portal.web.locale import NAMES, _l

LONGEST_NAME = 200


class Secret(PasswordField):
    """A password: taken as it is typed, spaces at its ends included."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, [InputRequired(_l("Type your password."))], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed from the filters that tidy other fields."""
        super().process_formdata(valuelist)
        self.filters = ()


class SignInForm(Form):
    """Who is there."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Type your e-mail address."))])
    password = Secret(_l("Password"))


class ForgottenForm(Form):
    """Where to send the link."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Type your e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )


class NewPasswordForm(Form):
    """A password, chosen by its owner."""

    password = Secret(
        _l("New password"),
        description=_l(
            "%(least)s to %(most)s characters, any you like. A sentence is easy to remember.",
            least=SHORTEST_PASSWORD,
            most=LONGEST_PASSWORD,
        ),
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, asked for by someone who knows the old one."""

    current = Secret(_l("Present password"))


class AccountForm(Form):
    """How a person is called, and the language of their letters."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Write your name.")), Length(max=LONGEST_NAME)]
    )
    locale = RadioField(_l("Language of letters"), choices=choices(*NAMES.items()))


class PersonForm(AccountForm):
    """A person to be invited."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Write the e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )
    roles = Ticks(_l("Roles"), choices=choices(*ROLES.items()), coerce=Role)
    agency = SelectField(_l("Agency"), choices=[], validate_choice=True)
