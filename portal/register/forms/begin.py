"""What begins a notice: where it belongs, and what kind it is."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.accounts.models import Agency
from portal.negotiations.labels import STAGES
from portal.negotiations.models import Negotiation, Theme
from portal.negotiations.rules import Stage
from portal.register.forms.filters import coded
from portal.register.labels import KINDS
from portal.register.models import Docket, Notice, Plan
from portal.register.rules import NoticeKind
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import _, _l, tell

DRAFTED = choices(*((kind, name) for kind, name in KINDS.items() if kind != NoticeKind.FOREIGN))
"""Kinds that are drafted here."""


def themes_to_tick(themes: Iterable[Theme]) -> list[Any]:
    """Return themes as boxes to tick, each with its code."""
    return choices(*((x.code, f"{x.code} · {tell(x.name).text}") for x in themes))


class NewDraftForm(Form):
    """Where a new notice belongs, and what kind it is."""

    docket = SelectField(_l("Which docket"), default="")
    docket_title = LocalizedField(_l("Title of the new docket"), optional=True, longest=500)
    negotiation = SelectField(_l("Negotiation"), [Optional()], default="")
    stage = SelectField(
        _l("Stage"),
        [Optional()],
        default="",
        choices=choices(("", _l("None in particular")), *STAGES.items()),
    )
    agency = SelectField(_l("Agency"), [InputRequired()])
    kind = SelectField(_l("Kind of notice"), [InputRequired()], choices=DRAFTED)
    themes = Ticks(_l("Themes"), [Optional()])
    plan = SelectField(_l("Planned consultation"), [Optional()], default="")
    copy_of = SelectField(_l("Begin with the words of"), [Optional()], default="")

    def offer(
        self,
        *,
        dockets: Iterable[Docket],
        agencies: Iterable[Agency],
        negotiations: Iterable[Negotiation],
        themes: Iterable[Theme],
        plans: Iterable[Plan],
        notices: Iterable[Notice],
    ) -> None:
        """Say what there is to choose from."""
        self.plan.choices = choices(
            ("", _("None of them")),
            *((x.number, f"{x.number} · {tell(x.title).text}") for x in plans),
        )
        self.copy_of.choices = choices(
            ("", _("An empty page")),
            *((x.number, f"{x.number} · {tell(x.title).text}") for x in notices),
        )
        self.docket.choices = choices(
            ("", _("Open a new docket")),
            *((x.number, f"{x.number} · {tell(x.title).text}") for x in dockets),
        )
        self.agency.choices = choices(*coded(agencies))
        self.negotiation.choices = choices(("", _("None in particular")), *coded(negotiations))
        self.themes.choices = themes_to_tick(themes)

    def validate_docket_title(self, field: LocalizedField) -> None:
        """Ask for a title where a new docket is opened."""
        if not self.docket.data and not field.data:
            raise ValidationError(_("Give the docket a title."))

    @property
    def stage_chosen(self) -> Stage | None:
        """The stage, if one is chosen."""
        return Stage(self.stage.data) if self.stage.data else None
