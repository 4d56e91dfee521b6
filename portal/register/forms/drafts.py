"""What a notice is written with. It may be saved half-written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.accounts.models import Region, Sector
from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES, Localized
from portal.negotiations.models import Theme
from portal.outbox.rules import LONGEST_ADDRESS, address
from portal.register.forms.begin import DRAFTED, themes_to_tick
from portal.register.labels import DECISIONS, FORMS, PARTS
from portal.register.models import Notice, NoticeLine, NoticeRelation, Question
from portal.register.rules import (
    CONTEXT,
    EDITIONS,
    STATEMENT,
    STRATEGIC_CASE,
    Ask,
    DecisionStatus,
    Goods,
    NoticeKind,
    Part,
    QuestionForm,
    as_lines,
    read_goods,
)
from portal.register.wording import first_wording
from portal.web.forms import Form, LocalizedField, Ticks, choices
from portal.web.locale import NAMES, _, _l, tell, translated

CHAPTER = re.compile(r"0[1-9]|[1-9][0-9]")
MOST_QUESTIONS = 30
LONGEST_TEXT = 400_000
LONGEST_LINES = 1_000_000
"""Characters, all lines of goods together."""


class QuestionCard(Form):
    """A question, and in what form it wants its answer."""

    class Meta(Form.Meta):
        """Part of a form that has its token."""

        csrf = False

    text = LocalizedField(_l("Question"), lines=2, optional=True, longest=2_000)
    form = SelectField(
        _l("Form of the answer"),
        [Optional()],
        choices=choices(*FORMS.items()),
        default=QuestionForm.TEXT.value,
    )
    options = LocalizedField(
        _l("Answers to choose from"),
        lines=3,
        optional=True,
        longest=4_000,
        description=_l("One a line, in the same order in every language. For a choice only."),
    )
    unit = LocalizedField(
        _l("Unit"),
        optional=True,
        longest=100,
        description=_l("Tonnes a year, per cent, jobs. For a number only."),
    )

    def validate_options(self, field: LocalizedField) -> None:
        """Refuse answers that are not the same in every language."""
        text = field.data
        counts = {len(x.splitlines()) for x in text.texts.values() if x.strip()} if text else set()
        if len(counts) > 1:
            raise ValidationError(_("Give the same number of answers in each language."))

    @property
    def ask(self) -> Ask | None:
        """The question as it was filled in; nothing where it was left empty."""
        words = self.text.data
        if not words:
            return None
        form = QuestionForm(self.form.data or QuestionForm.TEXT)
        return Ask(
            words,
            form,
            _parted(self.options.data) if form is QuestionForm.CHOICE else (),
            self.unit.data if form is QuestionForm.NUMBER else None,
        )


def _parted(text: Localized | None) -> tuple[Localized, ...]:
    """Return the lines of a text, each with its wordings in the other languages."""
    if text is None:
        return ()
    lines = {
        locale: [line.strip() for line in words.splitlines() if line.strip()]
        for locale, words in text.texts.items()
    }
    return tuple(
        Localized.of({x: lines[x][n] for x in LOCALES if n < len(lines[x])}, source=text.source)
        for n in range(len(lines[text.source]))
    )


def _joined(texts: Sequence[Localized]) -> Localized | None:
    """Return several texts as one, a line each."""
    if not texts:
        return None
    wordings = {x: "\n".join(text.texts[x] for text in texts).strip() for x in LOCALES}
    return Localized.of(wordings, source=texts[0].source)


class DraftForm(Form):
    """A notice on its way. It may be saved half-written; only what cannot be kept is refused."""

    seen = HiddenField()
    """When the draft that is written over was saved."""
    kind = SelectField(_l("Kind of notice"), [InputRequired()], choices=DRAFTED)
    earlier = Ticks(_l("Earlier notices that it is about"), [Optional()])
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
    regions = Ticks(_l("Regions that it touches most"), [Optional()])
    sectors = Ticks(_l("Sectors of the economy"), [Optional()])
    chapters = StringField(
        _l("Chapters of the Harmonised System"),
        [Optional(), Length(max=400)],
        description=_l("Two digits each, with spaces between: 07 08 52."),
    )
    year = SelectField(
        _l("Edition of the nomenclature"),
        [Optional()],
        choices=choices(*((str(year), str(year)) for year in EDITIONS)),
        default=str(EDITIONS[0]),
    )
    lines = TextAreaField(
        _l("Goods, line by line"),
        [Optional(), Length(max=LONGEST_LINES)],
        description=_l(
            "One a line, or pasted from a table: code; duty now; duty proposed; the goods in the"
            " language of the full text; then, if you like, in the other two languages."
        ),
    )
    decision_status = RadioField(_l("What is still open"), choices=choices(*DECISIONS.items()))
    decided_on = DateField(_l("Day of the decision, made or expected"), [Optional()])
    context_waiver = LocalizedField(
        _l("Why the context is not complete"), lines=2, optional=True, longest=2_000
    )
    impact_promised_on = DateField(_l("Impact analysis promised by"), [Optional()])
    questions = FieldList(FormField(QuestionCard), max_entries=MOST_QUESTIONS)
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
    text_kk = TextAreaField(NAMES["kk"], [Optional(), Length(max=LONGEST_TEXT)])
    text_ru = TextAreaField(NAMES["ru"], [Optional(), Length(max=LONGEST_TEXT)])
    text_en = TextAreaField(NAMES["en"], [Optional(), Length(max=LONGEST_TEXT)])

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

    def offer(
        self,
        *,
        themes: Iterable[Theme],
        regions: Iterable[Region],
        sectors: Iterable[Sector],
        earlier: Iterable[Notice],
    ) -> None:
        """Say what there is to choose from."""
        self.themes.choices = themes_to_tick(themes)
        self.regions.choices = choices(*((x.code, tell(x.name).text) for x in regions))
        self.sectors.choices = choices(
            *((x.code, f"{x.code} · {tell(x.name).text}") for x in sectors)
        )
        self.earlier.choices = choices(
            *((x.number, f"{x.number} · {tell(x.title).text}") for x in earlier)
        )

    def dress(self) -> None:
        """Call each question by its number, and what publication needs not optional."""
        self.title.optional = self.summary.optional = False
        for number, entry in enumerate(self.questions, start=1):
            entry.form.text.label.text = _("Question %(number)s", number=number)

    def part(self, part: Part) -> LocalizedField:
        """Return the field of a part of the context."""
        field: LocalizedField = self[f"part_{part.value}"]
        return field

    @property
    def statement(self) -> list[LocalizedField]:
        """What is decided, and what is open."""
        return [self.part(part) for part in STATEMENT]

    @property
    def context(self) -> list[LocalizedField]:
        """The context pack."""
        return [self.part(part) for part in CONTEXT]

    @property
    def strategic_case(self) -> list[LocalizedField]:
        """What an intent to launch adds."""
        return [self.part(part) for part in STRATEGIC_CASE]

    def facts(
        self,
        notice: Notice,
        *,
        themes: Mapping[str, Theme],
        regions: Mapping[str, Region],
        sectors: Mapping[str, Sector],
        earlier: Mapping[str | None, Notice],
    ) -> dict[str, Any]:
        """Return what was typed as the action wants it. Raises RuleBroken on `lines`."""
        written = {name: self[name].data for name in _PLAIN}
        written |= {name: _newer(getattr(notice, name), self[name].data) for name in _LOCALIZED}
        for name in ("title", "summary"):
            written[name] = written[name] or Localized(source=notice.title.source)
        told = {row.part: row.text for row in notice.parts}
        source = str(self.source.data or notice.title.source)
        return {
            **written,
            "kind": NoticeKind(self.kind.data),
            "decision_status": DecisionStatus(self.decision_status.data),
            "chapters": sorted(set(split_chapters(self.chapters.data))),
            "themes": [themes[code] for code in self.themes.data or ()],
            "regions": [regions[code] for code in self.regions.data or ()],
            "sectors": [sectors[code] for code in self.sectors.data or ()],
            "earlier": [earlier[number] for number in self.earlier.data or ()],
            "parts": {part: _newer(told.get(part), self.part(part).data) for part in Part},
            "lines": read_goods(
                self.lines.data or "",
                year=int(self.year.data or EDITIONS[0]),
                source=source,
            ),
            "questions": [ask for entry in self.questions if (ask := entry.form.ask)],
            "texts": {locale: self._text(notice, locale) for locale in LOCALES},
            "source": source,
            "seen": read_moment(self.seen.data),
        }

    def _text(self, notice: Notice, locale: str) -> str:
        """Return a full text; nothing where it is still the wording that was offered."""
        typed = (self[f"text_{locale}"].data or "").replace("\r\n", "\n").strip()
        return "" if typed == first_wording(notice, locale) else typed


for _part in Part:
    _told = LocalizedField(PARTS[_part], lines=3, optional=True, longest=6_000)
    setattr(DraftForm, f"part_{_part.value}", _told)

_PLAIN = (
    "wanted_closing",
    "decided_on",
    "impact_promised_on",
    "contact_name",
    "contact_email",
    "contact_phone",
)
_LOCALIZED = ("title", "summary", "unit", "action", "waiver_reason", "context_waiver")


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


def as_typed(
    notice: Notice, *, lines: Sequence[NoticeLine], earlier: Sequence[NoticeRelation]
) -> dict[str, Any]:
    """Return a draft as its form shows it, with a first wording where no text is written."""
    texts = {text.locale: text.markdown for text in notice.texts}
    source = next((text.locale for text in notice.texts if text.is_source), notice.title.source)
    goods = [Goods(x.year, x.code, x.goods, x.duty_now, x.duty_proposed) for x in lines]
    return {
        **{name: getattr(notice, name) for name in (*_PLAIN, *_LOCALIZED)},
        **{f"part_{row.part.value}": row.text for row in notice.parts},
        "kind": notice.kind.value,
        "decision_status": notice.decision_status.value,
        "chapters": " ".join(notice.chapters),
        "themes": [theme.code for theme in notice.themes],
        "regions": [region.code for region in notice.regions],
        "sectors": [sector.code for sector in notice.sectors],
        "earlier": [row.earlier.number for row in earlier],
        "year": str(goods[0].year if goods else EDITIONS[0]),
        "lines": as_lines(goods),
        "questions": [_as_card(question) for question in notice.questions] or [None],
        "source": source,
        "seen": notice.changed_at.isoformat(),
        **{f"text_{x}": texts.get(x) or first_wording(notice, x) for x in LOCALES},
    }


def _as_card(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "form": question.form.value,
        "options": _joined(question.options),
        "unit": question.unit,
    }


class ReturnForm(Form):
    """What is to be mended before a notice can be approved."""

    remark = TextAreaField(_l("What is to be mended"), [InputRequired(), Length(max=4_000)])
