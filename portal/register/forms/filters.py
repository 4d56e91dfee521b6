"""What narrows the lists of the register."""

from collections.abc import Iterable
from typing import Any

import wtforms
from wtforms import SelectField, StringField
from wtforms.validators import Optional

from portal.accounts.models import Agency
from portal.negotiations.models import Negotiation, Theme
from portal.register.labels import KINDS
from portal.register.queries import Narrowing, Shelf
from portal.register.rules import NoticeKind
from portal.web.forms import choices
from portal.web.locale import _, _l, tell


def coded(things: Iterable[Agency | Theme | Negotiation]) -> list[tuple[str, str]]:
    """Return what a field offers of things that are known by their codes."""
    return [(thing.code, tell(thing.name).text) for thing in things]


def _offers(field: SelectField, asked: Any) -> bool:
    offered: Any = field.choices
    return any(choice.value == asked for choice in offered)


class DocketFilter(wtforms.Form):
    """What narrows the list of dockets. Anything unknown in the address narrows nothing."""

    theme = SelectField(_l("Theme"), [Optional()], default="", validate_choice=False)
    agency = SelectField(_l("Agency"), [Optional()], default="", validate_choice=False)

    def __init__(self, asked: Any, *, agencies: Iterable[Agency], themes: Iterable[Theme]) -> None:
        super().__init__(asked)
        self.theme.choices = choices(("", _("All")), *coded(themes))
        self.agency.choices = choices(("", _("All")), *coded(agencies))
        for field in self:
            if isinstance(field, SelectField) and not _offers(field, field.data):
                field.data = ""

    def text(self, name: str) -> str:
        """Return what is asked for in a field."""
        return str(self[name].data or "")

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything is looked for."""
        return any(field.data for field in self)


class NoticeFilter(DocketFilter):
    """What narrows the list of notices."""

    kind = SelectField(
        _l("Kind"),
        [Optional()],
        default="",
        validate_choice=False,
        choices=choices(("", _l("All")), *KINDS.items()),
    )
    state = StringField(default="")

    @property
    def shelf(self) -> Shelf | None:
        """The shelf that is asked for, if any."""
        return Shelf(self.state.data) if self.state.data in set(Shelf) else None

    @property
    def narrowing(self) -> Narrowing:
        """What is looked for."""
        return Narrowing(
            kind=NoticeKind(self.kind.data) if self.kind.data else None,
            theme=self.text("theme"),
            agency=self.text("agency"),
        )
