"""What may be announced of the consultations to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized
from portal.register.rules.kinds import NoticeKind

AHEAD = timedelta(days=366)
"""How far the calendar of planned consultations reaches: twelve months (R25)."""

TITLE_IN = {
    "kk": N_("The title is not written in Kazakh."),
    "ru": N_("The title is not written in Russian."),
    "en": N_("The title is not written in English."),
}


@dataclass(frozen=True)
class Announcement:
    """What is told of a consultation to come."""

    kind: NoticeKind
    title: Localized | None
    summary: Localized | None
    opens_from: date | None
    opens_by: date | None


def check_plan(told: Announcement, *, today: date) -> tuple[date, date]:
    """Return between which days it is to open.

    Raises RuleBroken for what tells too little, and for a time that is over or too far.
    """
    for locale in (told.title or Localized(source="kk")).missing:
        raise RuleBroken(TITLE_IN[locale], field="title")
    opens_from, opens_by = told.opens_from, told.opens_by
    if opens_from is None or opens_by is None:
        field = "opens_from" if opens_from is None else "opens_by"
        raise RuleBroken(N_("Say between which days it is to open."), field=field)
    if opens_by < opens_from:
        raise RuleBroken(N_("The last day comes before the first."), field="opens_by")
    if opens_by < today:
        raise RuleBroken(N_("These days are over: choose later ones."), field="opens_by")
    if opens_from > today + AHEAD:
        raise RuleBroken(N_("The calendar reaches twelve months ahead."), field="opens_from")
    return opens_from, opens_by
