"""The forms of this room."""

from typing import Any

from wtforms import (
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length

from portal.accounts.labels import LOSSES, ROLES
from portal.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, Loss, Role
from portal.outbox.rules import LONGEST_ADDRESS
from portal.web.forms import Form, Ticks, choices
from portal.web.locale import NAMES, _l

LONGEST_NAME = 200
LONGEST_CODE = 60
LONGEST_LABEL = 60


class Secret(PasswordField):
    """A password: taken as it is typed, spaces at its ends included."""

    optional = False

    def __init__(self, label: Any, *, optional: bool = False, **kwargs: Any) -> None:
        needed = [] if optional else [InputRequired(_l("Type your password."))]
        super().__init__(label, needed, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed from the filters that tidy other fields."""
        super().process_formdata(valuelist)
        self.filters = ()


class SignInForm(Form):
    """Who is there."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Type your e-mail address."))])
    password = Secret(_l("Password"))


class Code(StringField):
    """A code: of an app, or of those kept for when it is lost."""

    optional = False
    """Another way may take its place, but it is no more optional than that one."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, [Length(max=LONGEST_CODE)], **kwargs)


class Credential(HiddenField):
    """What a browser answers when it was asked for a passkey; no page repeats it."""

    def _value(self) -> str:
        return ""


class FactorForm(Form):
    """The second step of signing in."""

    code = Code(_l("Code"))
    credential = Credential()


class PasskeyForm(Form):
    """What a browser answers when it was asked for a passkey."""

    credential = Credential()


class NewPasskeyForm(PasskeyForm):
    """A passkey, and what its owner calls it."""

    label = StringField(
        _l("What you call this passkey"),
        [InputRequired(_l("Give it a name: phone, office key.")), Length(max=LONGEST_LABEL)],
    )


class NewAppForm(Form):
    """The first code of an app."""

    code = Code(_l("Code that the app shows"))


class ProofForm(Form):
    """Who is there still, asked again. Its names are no other form's: it may carry one."""

    proof = Secret(_l("Password"), optional=True)
    proof_code = Code(_l("Code"))
    proof_credential = Credential()


class AddressForm(Form):
    """Where the person's letters and links go from now on."""

    email = EmailField(
        _l("New e-mail address"),
        [InputRequired(_l("Write the e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )


class ResetFactorsForm(Form):
    """Why a person's second factors are taken away."""

    reason = RadioField(_l("What happened"), choices=choices(*LOSSES.items()), default=Loss.LOST)


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


class SignUpForm(AccountForm):
    """A person who opens an account."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Type your e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )


class PersonForm(AccountForm):
    """A person to be invited."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Write the e-mail address.")), Length(max=LONGEST_ADDRESS)],
    )
    roles = Ticks(_l("Roles"), choices=choices(*ROLES.items()), coerce=Role)
    agency = SelectField(_l("Agency"), choices=[], validate_choice=True)
