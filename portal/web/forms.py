"""The base of every form, the fields of our own, and the bridge from broken rules to fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import wtforms
from flask_babel import get_domain
from flask_wtf import FlaskForm
from wtforms import FormField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Types of 3.2.
from wtforms.utils import unset_value
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES, Localized
from portal.web.locale import NAMES, _, _l, current_locale, translated

NOT_TEXT = dict.fromkeys([*(set(range(32)) - {9, 10, 13}), *range(0xD800, 0xE000)])
"""Characters that no text has and no database takes: controls and lone surrogates."""


SECRET = ("password", "current", "code", "proof", "credential", "csrf_token")
"""Beginnings of the names of fields that no page repeats."""


def cleaned(value: Any) -> Any:
    """Return typed text without the characters that no text has, and without edges of space.

    A choice that has become a member of its enumeration stays one.
    """
    return value.translate(NOT_TEXT).strip() if type(value) is str else value


def choices(*pairs: tuple[Any, Any]) -> list[Any]:
    """Return what a field offers: of each choice its value and what people read."""
    return [SelectChoice(value, label) for value, label in pairs]


class Ticks(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    """A form. Its fields are named after the parameters of the action it feeds."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # As above.
        """How every field reads what was typed."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Give every field the filter that drops what is not text."""
            filters = (*unbound_field.kwargs.get("filters", ()), cleaned)
            if not issubclass(unbound_field.field_class, FormField | wtforms.FieldList):
                options["filters"] = filters
            return unbound_field.bind(form=form, **options)

        def get_translations(self, _form: Any) -> Any:
            """Let WTForms' own sentences come from our catalogue."""
            return _Catalogue()

    @property
    def answers(self) -> dict[str, Any]:
        """What was filled in, ready to be handed to the action."""
        return {
            name: value
            for name, value in self.data.items()
            if name != "csrf_token" and not isinstance(self[name], wtforms.SubmitField)
        }

    @property
    def status(self) -> int:
        """The HTTP status with which to show this form."""
        return 422 if self.errors else 200

    def refuse(self, broken: RuleBroken) -> None:
        """Show a broken rule beside the field it concerns, or above them all."""
        sentence = translated(broken)
        if broken.field and broken.field in self:
            field = self[broken.field]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)


class _Catalogue:
    """WTForms' translations, looked up among the portal's."""

    def gettext(self, string: str) -> str:
        return str(_(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Choose the form for the number; WTForms itself fills in the places."""
        return str(get_domain().get_translations().ngettext(singular, plural, n))


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Catch a broken rule, undo what was begun, and show the refusal on the form."""
    try:
        yield
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)


class _Texts(wtforms.Form):
    """The three wordings of one text, and which of them was written first."""

    class Meta(wtforms.meta.DefaultMeta):
        """Where the sentences come from."""

        def get_translations(self, _form: Any) -> Any:
            """Let them come from our catalogue."""
            return _Catalogue()

    source = RadioField(
        _l("Written in"),
        choices=choices(*NAMES.items()),
        default=current_locale,
    )
    kk = StringField(NAMES["kk"])
    ru = StringField(NAMES["ru"])
    en = StringField(NAMES["en"])


class LocalizedField(FormField):  # type: ignore[type-arg]  # Generic in its stubs only.
    """A text in three languages. `.data` is a Localized.

    `lines` above 1 makes each wording an area of so many lines. `needed` names the
    languages that must not be empty; by default the source alone.
    """

    def __init__(
        self,
        label: Any,
        *,
        lines: int = 1,
        longest: int = 20_000,
        needed: tuple[str, ...] = (),
        optional: bool = False,
        **kwargs: Any,
    ) -> None:
        kind = StringField if lines == 1 else TextAreaField
        rows = {} if lines == 1 else {"rows": lines}
        fields = {
            locale: kind(
                NAMES[locale],
                [Optional(), Length(max=longest)],
                render_kw={"lang": locale, "maxlength": longest, **rows},
            )
            for locale in LOCALES
        }
        super().__init__(type("Texts", (_Texts,), fields), label, **kwargs)
        self.needed = needed
        self.optional = optional
        self.refusals: list[str] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read a Localized, or what was typed."""
        if isinstance(data, Localized):
            data = {"source": data.source, **data.texts}
        super().process(formdata, unset_value if data is None else data, extra_filters)

    @property
    def data(self) -> Localized | None:  # type: ignore[override]  # One value, not three.
        """The text as it was filled in; nothing where all three are empty."""
        texts = {locale: cleaned(self.form[locale].data or "") for locale in LOCALES}
        if not any(texts.values()):
            return None
        source = self.form["source"].data
        if source not in LOCALES or not texts[source]:
            source = next(locale for locale in LOCALES if texts[locale])
        return Localized(source=source, **texts)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:  # noqa: ARG002
        """Refuse where a wording that is needed is empty."""
        valid = bool(self.form.validate())
        text = self.data
        missing = [x for x in self.needed if text is None or not text.texts[x]]
        self.refusals = []
        if text is None and not self.optional:
            self.refusals = [_("Write this in at least one language.")]
        elif missing:
            names = ", ".join(NAMES[locale] for locale in missing)
            self.refusals = [_("Still to be written: %(languages)s.", languages=names)]
        return valid and not self.refusals

    @property
    def errors(self) -> Any:
        """What is wrong, as sentences."""
        return [*self.refusals, *(x for field in self.form for x in field.errors)]

    @errors.setter
    def errors(self, value: Any) -> None:
        self.refusals = list(value)
