"""What the look promises and can be measured: contrast, size, letters, nothing from elsewhere."""

import re
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
import wtforms
from flask import Flask, render_template
from fontTools.ttLib import TTFont
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired, Length

import portal as portal_package
from portal.kernel.text import Localized
from portal.web import fonts
from portal.web.forms import Form, LocalizedField
from tests import pages

STATIC = Path(portal_package.__file__).parent / "static"
STYLES = (STATIC / "styles.css").read_text(encoding="utf-8")
SCRIPT = (STATIC / "enhance.js").read_text(encoding="utf-8")

TEXT = 4.5
NOT_TEXT = 3.0
KILO = 1024

ON = {
    TEXT: [
        *product(("--ink", "--soft", "--link"), ("--paper", "--wash")),
        ("--on-brand", "--brand"),
        ("--on-deep", "--deep"),
        ("--on-deep-soft", "--deep"),
        *((f"--{tone}-ink", f"--{tone}-wash") for tone in ("good", "gold", "bad")),
        *((f"--{tone}-ink", "--paper") for tone in ("good", "gold", "bad")),
        *(("--ink", f"--{tone}-wash") for tone in ("good", "gold", "bad")),
    ],
    NOT_TEXT: [
        *product(("--edge", "--focus", "--brand"), ("--paper", "--wash")),
        *product(("--good", "--gold", "--bad", "--calm", "--mixed"), ("--paper",)),
        ("--sun", "--deep"),
    ],
}


def _tokens(*, dark: bool) -> dict[str, str]:
    light_block, dark_block = re.findall(r":root \{(.*?)\}", STYLES, re.DOTALL)[:2]
    found = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{3,6})", light_block))
    return found | dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{3,6})", dark_block)) if dark else found


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("least", [TEXT, NOT_TEXT])
def test_colours_stand_out_from_their_ground(least, dark):
    tokens = _tokens(dark=dark)

    weak = {
        f"{front} on {ground}": round(contrast(tokens[front], tokens[ground]), 2)
        for front, ground in ON[least]
        if contrast(tokens[front], tokens[ground]) < least
    }
    assert weak == {}


def test_the_dark_set_changes_values_of_known_tokens_only():
    assert set(_tokens(dark=True)) == set(_tokens(dark=False))


def test_every_token_that_is_used_is_defined():
    defined = set(re.findall(r"(--[a-z0-9-]+):", STYLES))

    assert set(re.findall(r"var\((--[a-z0-9-]+)", STYLES)) - defined == set()


def test_the_stylesheet_and_the_script_stay_small():
    assert len(STYLES.encode()) < 48 * KILO
    assert len(SCRIPT.encode()) < 8 * KILO


def test_nothing_comes_from_elsewhere():
    for text in (STYLES, SCRIPT, (STATIC / "favicon.svg").read_text(encoding="utf-8")):
        found = re.findall(r"https?://[^\s\"')]+|@import", text)
        assert set(found) <= {"http://www.w3.org/2000/svg"}


def test_the_typefaces_hold_the_kazakh_letters_and_the_weights(tmp_path):
    made = fonts.build(tmp_path)

    assert [file.name for file in made] == ["sans.woff2", "serif.woff2"]
    for file in made:
        font = TTFont(file)
        letters = font.getBestCmap()
        assert [
            letter for letter in fonts.KAZAKH + fonts.SIGNS[:4] if ord(letter) not in letters
        ] == []
        assert [(x.axisTag, x.minValue, x.maxValue) for x in font["fvar"].axes] == [
            ("wght", 400, 700)
        ]
        assert file.stat().st_size < 80_000
    assert fonts.build(tmp_path) == [], "A second build changes nothing."


def test_the_same_packages_give_the_same_bytes(tmp_path):
    source = fonts.build(tmp_path)[0].read_bytes()

    (again,) = [file for file in fonts.build(tmp_path, force=True) if file.name == "sans.woff2"]
    assert again.read_bytes() == source


class SpecimenForm(Form):
    """One field of each kind."""

    stance = wtforms.RadioField("Stance", [InputRequired()], choices=["For", "Against"])
    text = wtforms.TextAreaField("Ask", [InputRequired(), Length(max=280)])
    email = wtforms.EmailField("E-mail", [Length(max=5, message="Too long.")])
    due = wtforms.DateField("Due", [wtforms.validators.Optional()])
    title = LocalizedField("Title", lines=2)
    themes = wtforms.SelectMultipleField(
        "Themes",
        choices=["Rules of origin"],
        option_widget=wtforms.widgets.CheckboxInput(),
        widget=wtforms.widgets.ListWidget(prefix_label=False),
    )
    file = wtforms.FileField("File", description="PDF.")
    agreed = wtforms.BooleanField("I agree", [InputRequired()])
    state = wtforms.SelectField("State", choices=["Open"])


class Words(dict):
    """The specimen's words: what is not set here is its own name."""

    def __getattr__(self, name: str):
        return self.get(name, name.replace("_", " "))


def _words() -> Words:
    steps = [
        ("Filed", "done", "3 Nov"),
        ("Answered", "now", "in part"),
        ("Kept", "todo"),
        ("Left", "skip"),
    ]
    return Words(
        summary=Localized(source="ru", ru="Министерство намерено предложить переговоры."),
        stages=[("before", "Before"), ("during", "During"), ("after", "After")],
        steps=steps,
        parts=[("For", 612, "support"), ("Against", 246, "oppose"), ("Nobody", 0)],
        badges=[("open", "Open"), ("late", "Overdue"), ("sealed", "Confidential")],
        prose="<h2>Summary</h2><p>Құпиялылықты сақтау міндеттемелері.</p>",
        rows=[
            {
                "title": "Dairy",
                "number": "TN-2026-03",
                "state": "open",
                "label": "Open",
                "themes": ["SPS"],
            }
        ],
        timeline=[{"when": datetime(2026, 3, 5, tzinfo=UTC), "text": "Opened", "state": "done"}],
    )


@pytest.fixture
def specimen(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """Render the page of all components, in a language."""
    here = FileSystemLoader(Path(__file__).parent)
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([app.jinja_env.loader, here]))

    def render(locale: str, *, refused: bool = False) -> str:
        with app.app_context(), app.test_request_context(f"/{locale}/"):
            app.preprocess_request()
            form = (
                SpecimenForm(MultiDict({"email": "not an address"})) if refused else SpecimenForm()
            )
            if refused:
                form.validate()
            moment = datetime(2026, 3, 5, 9, tzinfo=UTC)
            return render_template("specimen.html", s=_words(), form=form, now=moment)

    return render


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
@pytest.mark.parametrize("refused", [False, True])
def test_all_components_together_keep_what_every_page_promises(specimen, locale, refused):
    text = specimen(locale, refused=refused)

    pages.check(text)
    assert f'<html lang="{locale}">' in text


def test_a_refused_form_lists_its_refusals_and_ties_them_to_the_fields(specimen):
    text = specimen("en", refused=True)

    assert 'role="alert" tabindex="-1" id="errors"' in text
    for target in ("stance-0", "text", "email", "title", "agreed"):
        assert f'<a href="#{target}">' in text
        assert f'id="{target}"' in text
    assert re.search(r'<input[^>]*aria-describedby="email-error"[^>]*aria-invalid="true"', text)
    assert 'value="not an address"' in text


def test_optional_fields_say_so_in_words(specimen):
    text = specimen("en")

    assert re.search(r'<label for="due">Due <span class="optional">', text)
    assert '<label for="text">Ask</label>' in text


def test_text_that_is_not_translated_carries_its_language_and_says_so(specimen):
    assert '<span lang="ru">Министерство' in specimen("kk")
    assert "Министерство" in specimen("ru")
    assert '<span lang="ru">Министерство' not in specimen("ru")
    assert "Shown in Russian: not yet translated" in specimen("en")
    assert 'class="standing"' not in specimen("ru")


def test_a_chart_has_its_numbers_in_a_table(specimen):
    text = specimen("en")

    assert re.search(r"<th scope=\"row\">.*?For</th>\s*<td class=\"number\">612</td>", text)
    assert "71&nbsp;%" in text or "71\N{NO-BREAK SPACE}%" in text
