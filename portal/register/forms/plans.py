"""What is announced of the consultations to come."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.accounts.models import Agency
from portal.negotiations.models import Negotiation, Theme
from portal.register.forms.begin import themes_to_tick
from portal.register.forms.filters import coded
from portal.register.labels import KINDS
from portal.register.models import Plan
from portal.register.rules import WINDOWS, Announcement, NoticeKind
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import _, _l

ASKED = choices(
    *((kind, name) for kind, name in KINDS.items() if kind in {*WINDOWS, NoticeKind.PUBLIC_HEARING})
)


class PlanForm(Form):
    """A consultation to come."""

    agency = SelectField(_l("Agency"), [InputRequired()])
    kind = SelectField(_l("Kind of notice"), [InputRequired()], choices=ASKED)
    title = LocalizedField(_l("Title"), longest=500)
    summary = LocalizedField(_l("What will be asked"), lines=3, optional=True, longest=2_000)
    negotiation = SelectField(_l("Negotiation"), [Optional()], default="")
    themes = Ticks(_l("Themes"), [Optional()])
    opens_from = DateField(_l("Opens from"), [Optional()])
    opens_by = DateField(_l("Opens by"), [Optional()])

    def offer(
        self,
        *,
        agencies: Iterable[Agency],
        negotiations: Iterable[Negotiation],
        themes: Iterable[Theme],
    ) -> None:
        """Say what there is to choose from."""
        self.agency.choices = choices(*coded(agencies))
        self.negotiation.choices = choices(("", _("None in particular")), *coded(negotiations))
        self.themes.choices = themes_to_tick(themes)

    @property
    def told(self) -> Announcement:
        """What was filled in."""
        return Announcement(
            kind=NoticeKind(self.kind.data),
            title=self.title.data,
            summary=self.summary.data,
            opens_from=self.opens_from.data,
            opens_by=self.opens_by.data,
        )


def plan_as_typed(plan: Plan) -> dict[str, Any]:
    """Return a plan as its form shows it."""
    return {
        "agency": plan.agency.code,
        "kind": plan.kind.value,
        "title": plan.title,
        "summary": plan.summary,
        "negotiation": plan.negotiation.code if plan.negotiation else "",
        "themes": [theme.code for theme in plan.themes],
        "opens_from": plan.opens_from,
        "opens_by": plan.opens_by,
    }


class DropForm(Form):
    """Why an announced consultation will not take place."""

    reason = LocalizedField(_l("Why it will not take place"), lines=2, longest=2_000)
