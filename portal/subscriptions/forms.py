"""The forms of this room."""

from wtforms import EmailField, RadioField
from wtforms.validators import InputRequired, Length

from portal.outbox.rules import LONGEST_ADDRESS
from portal.subscriptions.labels import FREQUENCIES
from portal.subscriptions.rules import Frequency
from portal.web.forms import Form, choices
from portal.web.locale import _l


class FollowForm(Form):
    """How often, and where to."""

    frequency = RadioField(
        _l("How often"),
        choices=choices(*FREQUENCIES.items()),
        coerce=Frequency,
        default=Frequency.DAILY,
    )
    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Write your e-mail address.")), Length(max=LONGEST_ADDRESS)],
        description=_l("Used for these letters only. Nobody else gets or sees it."),
    )
