"""What people fill in to narrow the register, and to write it."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import wtforms
from wtforms import (
    DateField,
    FieldList,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.accounts.models import Agency
from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES, Localized
from portal.negotiations.labels import STAGES
from portal.negotiations.models import Negotiation, Theme
from portal.negotiations.rules import Stage
from portal.outbox.rules import LONGEST_ADDRESS, address
from portal.register.labels import DECISIONS, KINDS
from portal.register.models import Docket, Notice
from portal.register.queries import Narrowing, Shelf
from portal.register.rules import DecisionStatus, NoticeKind
from portal.register.wording import first_wording
from portal.web.forms import Form, LocalizedField, Ticks, choices, cleaned
from portal.web.locale import NAMES, _, _l, tell, translated


def _coded(things: Iterable[Agency | Theme | Negotiation]) -> list[tuple[str, str]]:
    return [(thing.code, tell(thing.name).text) for thing in things]


def _offers(field: SelectField, asked: Any) -> bool:
    offered: Any = field.choices
    return any(choice.value == asked for choice in offered)


class DocketFilter(wtforms.Form):
    """What narrows the list of dockets. Anything unknown in the address narrows nothing."""

    q = StringField(_l("Words or number"), [Length(max=200)], default="")
    theme = SelectField(_l("Theme"), [Optional()], default="", validate_choice=False)
    agency = SelectField(_l("Agency"), [Optional()], default="", validate_choice=False)

    def __init__(self, asked: Any, *, agencies: Iterable[Agency], themes: Iterable[Theme]) -> None:
        super().__init__(asked)
        self.theme.choices = choices(("", _("All")), *_coded(themes))
        self.agency.choices = choices(("", _("All")), *_coded(agencies))
        for field in self:
            if isinstance(field, SelectField) and not _offers(field, field.data):
                field.data = ""
        self.q.data = cleaned(self.q.data or "")[:200]

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
            q=self.text("q"),
            kind=NoticeKind(self.kind.data) if self.kind.data else None,
            theme=self.text("theme"),
            agency=self.text("agency"),
        )


DRAFTED = choices(*((kind, name) for kind, name in KINDS.items() if kind != NoticeKind.FOREIGN))
"""Kinds that are drafted here."""

CHAPTER = re.compile(r"0[1-9]|[1-9][0-9]")
MOST_QUESTIONS = 30


def _themes_to_tick(themes: Iterable[Theme]) -> list[Any]:
    return choices(*((x.code, f"{x.code} · {tell(x.name).text}") for x in themes))


class NewDraftForm(Form):
    """Where a new notice belongs, and what kind it is."""

    docket = SelectField(_l("Docket"), [Optional()], default="")
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

    def offer(
        self,
        *,
        dockets: Iterable[Docket],
        agencies: Iterable[Agency],
        negotiations: Iterable[Negotiation],
        themes: Iterable[Theme],
    ) -> None:
        """Say what there is to choose from."""
        self.docket.choices = choices(
            ("", _("Open a new docket")),
            *((x.number, f"{x.number} · {tell(x.title).text}") for x in dockets),
        )
        self.agency.choices = choices(*_coded(agencies))
        self.negotiation.choices = choices(("", _("None in particular")), *_coded(negotiations))
        self.themes.choices = _themes_to_tick(themes)

    def validate_docket_title(self, field: LocalizedField) -> None:
        """Ask for a title where a new docket is opened."""
        if not self.docket.data and not field.data:
            raise ValidationError(_("Give the docket a title."))

    @property
    def stage_chosen(self) -> Stage | None:
        """The stage, if one is chosen."""
        return Stage(self.stage.data) if self.stage.data else None


class DraftForm(Form):
    """A notice on its way. It may be saved half-written; only what cannot be kept is refused."""

    seen = HiddenField()
    """When the draft that is written over was saved."""
    kind = SelectField(_l("Kind of notice"), [InputRequired()], choices=DRAFTED)
    title = LocalizedField(_l("Title"), optional=True, longest=500)
    summary = LocalizedField(
        _l("Summary"),
        lines=4,
        optional=True,
        longest=4_000,
        description=_l("What is proposed, why, and what it would change. Plain words, no law."),
    )
    unit = LocalizedField(_l("Department"), optional=True, longest=300)
    action = LocalizedField(
        _l("What the caption ACTION says"),
        optional=True,
        longest=500,
        description=_l("Only where it is more than the kind of notice."),
    )
    themes = Ticks(_l("Themes"), [Optional()])
    decision_status = RadioField(_l("What is still open"), choices=choices(*DECISIONS.items()))
    chapters = StringField(
        _l("Chapters of the Harmonised System"),
        [Optional(), Length(max=400)],
        description=_l("Two digits each, with spaces between: 07 08 52."),
    )
    questions = FieldList(
        LocalizedField(_l("Question"), lines=2, optional=True, longest=2_000),
        max_entries=MOST_QUESTIONS,
    )
    wanted_closing = DateField(_l("Last day for comments"), [Optional()])
    waiver_reason = LocalizedField(
        _l("Reason for a shorter time"), lines=2, optional=True, longest=2_000
    )
    contact_name = StringField(_l("Who answers questions"), [Optional(), Length(max=200)])
    contact_email = StringField(_l("E-mail address"), [Optional(), Length(max=LONGEST_ADDRESS)])
    contact_phone = StringField(_l("Telephone"), [Optional(), Length(max=60)])
    source = RadioField(
        _l("The full text was first written in"),
        choices=choices(*NAMES.items()),
    )
    text_kk = TextAreaField(NAMES["kk"], [Optional(), Length(max=400_000)])
    text_ru = TextAreaField(NAMES["ru"], [Optional(), Length(max=400_000)])
    text_en = TextAreaField(NAMES["en"], [Optional(), Length(max=400_000)])

    def validate_contact_email(self, field: StringField) -> None:
        """Refuse what no letter could be sent to."""
        try:
            address(str(field.data))
        except RuleBroken as broken:
            raise ValidationError(translated(broken)) from broken

    def validate_chapters(self, field: StringField) -> None:
        """Refuse what is not a list of chapters."""
        wrong = [x for x in split_chapters(field.data) if not CHAPTER.fullmatch(x)]
        if wrong:
            raise ValidationError(_("These are not chapters: %(words)s.", words=", ".join(wrong)))

    def offer(self, themes: Iterable[Theme]) -> None:
        """Say what themes there are."""
        self.themes.choices = _themes_to_tick(themes)

    def dress(self) -> None:
        """Call each question by its number, and what publication needs not optional."""
        self.title.optional = self.summary.optional = False
        for number, entry in enumerate(self.questions, start=1):
            entry.label.text = _("Question %(number)s", number=number)

    def facts(self, notice: Notice, themes: Mapping[str, Theme]) -> dict[str, Any]:
        """Return what was typed as the action wants it."""
        written = {name: self[name].data for name in ("wanted_closing", *_PLAIN)}
        written |= {name: _newer(getattr(notice, name), self[name].data) for name in _LOCALIZED}
        for name in ("title", "summary"):
            written[name] = written[name] or Localized(source=notice.title.source)
        asked = [entry.data for entry in self.questions]
        return {
            **written,
            "kind": NoticeKind(self.kind.data),
            "decision_status": DecisionStatus(self.decision_status.data),
            "chapters": sorted(set(split_chapters(self.chapters.data))),
            "themes": [themes[code] for code in self.themes.data or ()],
            "questions": [question for question in asked if question],
            "texts": {locale: self._text(notice, locale) for locale in LOCALES},
            "source": self.source.data,
            "seen": read_moment(self.seen.data),
        }

    def _text(self, notice: Notice, locale: str) -> str:
        """Return a full text; nothing where it is still the wording that was offered."""
        typed = (self[f"text_{locale}"].data or "").replace("\r\n", "\n").strip()
        return "" if typed == first_wording(notice, locale) else typed


_PLAIN = ("contact_name", "contact_email", "contact_phone")
_LOCALIZED = ("title", "summary", "unit", "action", "waiver_reason")


def read_moment(text: str | None) -> datetime | None:
    """Return the moment that a form carries; nothing where it was tampered with."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def split_chapters(typed: str | None) -> list[str]:
    """Return the chapters in what was typed, however they are set apart."""
    return [part for part in re.split(r"[\s,;]+", typed or "") if part]


def _newer(before: Localized | None, typed: Localized | None) -> Localized | None:
    """Return the typed text, which remembers where a translation is older than its source."""
    if before is None or typed is None or before.source != typed.source:
        return typed
    return before.revised(**typed.texts)


def as_typed(notice: Notice) -> dict[str, Any]:
    """Return a draft as its form shows it, with a first wording where no text is written."""
    texts = {text.locale: text.markdown for text in notice.texts}
    source = next((text.locale for text in notice.texts if text.is_source), notice.title.source)
    return {
        **{name: getattr(notice, name) for name in ("wanted_closing", *_PLAIN, *_LOCALIZED)},
        "kind": notice.kind.value,
        "decision_status": notice.decision_status.value,
        "chapters": " ".join(notice.chapters),
        "themes": [theme.code for theme in notice.themes],
        "questions": [question.text for question in notice.questions] or [None],
        "source": source,
        "seen": notice.changed_at.isoformat(),
        **{f"text_{x}": texts.get(x) or first_wording(notice, x) for x in LOCALES},
    }


class ReturnForm(Form):
    """What is to be mended before a notice can be approved."""

    remark = TextAreaField(_l("What is to be mended"), [InputRequired(), Length(max=4_000)])
