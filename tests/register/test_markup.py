"""The text of a notice, from Markdown to the page."""

import re
from html import unescape

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.register import markup


def shown(text: str, locale: str = "en") -> str:
    return markup.render(text, locale=locale)


def test_a_caption_opens_a_section_under_a_stable_address():
    html = shown("# FOR FURTHER INFORMATION CONTACT\nA person.\n\n# SUMMARY:\nShort.")
    assert '<section id="for-further-information-contact">\n<h2>' in html
    assert '<section id="summary">\n<h2>SUMMARY</h2>' in html
    assert html.count("<section") == html.count("</section>") == 2


def test_headings_below_a_caption_begin_at_the_third_level():
    html = shown("# SUMMARY\n\n## Background\n\n###### Deep\n")
    assert '<h3 id="s-background">Background</h3>' in html
    assert '<h6 id="s-deep">Deep</h6>' in html
    assert "<h1" not in html


def test_the_same_heading_twice_has_two_addresses():
    html = shown("## Аннотация\n\n## Аннотация\n")
    assert 'id="s-аннотация"' in html
    assert 'id="s-аннотация-2"' in html


def test_every_paragraph_has_a_number_but_footnotes_have_none():
    html = shown("One.[^1]\n\n* Two\n* Three\n\n> Four\n\n[^1]: A note.\n")
    assert re.findall(r'<(\w+) id="(p-\d+)"', html) == [
        ("p", "p-1"),
        ("li", "p-2"),
        ("li", "p-3"),
        ("p", "p-4"),
    ]


def test_a_printed_page_is_marked_in_the_language_of_the_text():
    assert '<span id="page-22237" class="page-mark">Page 22237</span>' in shown(
        "before [[page 22237]] after"
    )
    assert ">22237-бет</span>" in shown("a [[page 22237]] b", "kk")
    assert ">Страница 22237</span>" in shown("a [[page 22237]] b", "ru")


def test_a_table_can_be_reached_and_scrolled_and_has_a_name():
    html = shown("**Table 1. Duties**\n\n|a|b|\n|-|-:|\n|c|1|\n\nText\n\n|d|\n|-|\n|e|\n")
    assert '<div class="table-scroll" role="region" tabindex="0" aria-labelledby="p-1">' in html
    assert '<td class="number">1</td>' in html
    assert 'aria-label="Table 2"' in html


def test_a_head_of_two_levels_spans_columns_and_rows():
    html = shown("| A | B ‖ C | B ‖ D |\n|---|---|--:|\n| 1 | 2 | 3 |\n")
    assert '<th scope="col" rowspan="2">A</th>' in html
    assert '<th scope="colgroup" colspan="2">B</th>' in html
    assert '<th scope="col" class="number">D</th>' in html


def test_a_cell_reaches_over_the_next_and_a_bold_one_over_the_row():
    html = shown("| A | B | C |\n|-|-|-|\n| **Group** | | |\n| one | < | two |\n")
    assert '<th scope="rowgroup" colspan="3">Group</th>' in html
    assert '<td colspan="2">one</td>' in html


def test_footnotes_keep_the_numbers_of_print_and_lead_back():
    html = shown("One[^7] and two[^8], one again[^7].\n\n[^7]: Seven.\n[^8]: Eight.\n")
    assert 'aria-label="Footnote 7">7</a>' in html
    assert '<li id="fn1" class="footnote-item" value="7">' in html
    assert html.count('href="#fnref1"') == html.count('href="#fnref1-1"') == 1


def test_raised_and_lowered_letters():
    assert shown("H~2~O, m^2^") == '<p id="p-1">H<sub>2</sub>O, m<sup>2</sup></p>\n'


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[go](javascript:alert(1))",
        "[go](data:text/html,x)",
        "[go](//evil.example/)",
        "![i](https://evil.example/pixel.png)",
        '[[page 1"onclick="x]]',
        "<p style='color:red' id='main'>x</p>",
    ],
)
def test_nothing_hostile_comes_through(hostile: str):
    html = shown(f"# SUMMARY\n{hostile}\n\n|{hostile}|\n|-|\n|{hostile}|\n")
    assert not re.search(r"<(script|img|iframe|style)", html)
    assert not re.search(r"<[^>]+\s(on\w+|style|src)=", html)
    assert not re.search(r'href="(?!https?:|mailto:|#)', html)
    assert 'id="main"' not in html


@given(st.text(alphabet="#*_[]()|^~`<>&\"' \n\t-‖!:/ab1", max_size=200))
def test_any_text_gives_clean_html_and_always_the_same(text: str):
    html = shown(text)
    assert html == shown(text)
    found = re.findall(r' id="([^"]+)"', html)
    assert len(found) == len(set(found))
    assert not re.search(r"<(script|img|iframe|style|h1)\b", html)
    assert html.count("<section") == html.count("</section>")


def test_the_contents_are_captions_and_their_first_headings():
    html = shown("# SUMMARY\nx\n\n# SUPPLEMENTARY INFORMATION\n\n## I. *Back*ground\n\n### Deep\n")
    assert markup.contents(html) == [
        ("summary", "SUMMARY", 2),
        ("supplementary-information", "SUPPLEMENTARY INFORMATION", 2),
        ("s-i-background", "I. Background", 3),
    ]


def test_captions_split_a_text_and_code_is_no_caption():
    text = "Before.\n\n# AGENCY\nMinistry.\n\n```\n# not one\n```\n\n# DATES\nMay.\n"
    assert markup.captions(text) == {
        "": "Before.",
        "AGENCY": "Ministry.\n\n```\n# not one\n```",
        "DATES": "May.",
    }


def test_plain_words_have_no_marks():
    text = "# SUMMARY\nOne *two* [[page 9]] three[^1].\n\n| a |\n|-|\n| c |\n\n[^1]: Note.\n"
    assert markup.plain(text) == "SUMMARY\nOne two three.\na\nc\nNote."


LONG = "\n\n".join(
    [
        "# SUMMARY\n\nShort.",
        "# SUPPLEMENTARY INFORMATION",
        *(
            f"## Heading {n}\n\n{'word ' * 60}{n}[^{n}]{' again[^1]' * (n % 10 == 0)}\n\n"
            f"| a | b |\n|-|-|\n| {n} | x |"
            for n in range(1, 41)
        ),
        *(f"[^{n}]: Note {n}." for n in range(1, 41)),
    ]
)


def test_a_long_text_is_cut_without_losing_or_doubling_a_word():
    html = shown(LONG)
    parts = markup.parts(html, size=5_000)
    assert len(parts) > 3
    assert all(len(part) < 7_000 for part in parts)
    body = html.partition('<section id="footnotes"')[0]
    cut = "".join(part.partition('<section id="footnotes"')[0] for part in parts)
    cut = re.sub(r'<h(\d) class="continued">.*?</h\1>', "", cut)
    assert nh3.clean_text(_words(cut)) == nh3.clean_text(_words(body))


def test_each_part_can_resolve_its_own_footnotes():
    for part in markup.parts(shown(LONG), size=5_000):
        here = set(re.findall(r' id="([^"]+)"', part))
        wanted = set(re.findall(r'href="#([^"]+)"', part))
        assert wanted <= here
        assert len(re.findall(r' id="', part)) == len(here)
        assert part.count("<section") == part.count("</section>")


def test_a_part_repeats_the_headings_that_it_goes_on_under():
    text = f"# SUMMARY\n\n## One *fine*[^1] day\n\n### Two\n\n{LONG_PARAGRAPHS}\n\n[^1]: Note."
    second = markup.parts(shown(text), size=5_000)[1]
    assert second.startswith(
        '<section>\n<h2 class="continued">SUMMARY</h2>\n<h3 class="continued">One fine day</h3>\n'
        '<h4 class="continued">Two</h4>\n<p'
    )
    beginning = markup.parts(shown(LONG), size=5_000)[1]
    assert beginning.startswith('<section>\n<h2 class="continued">SUPPLEMENTARY')
    assert beginning.count('class="continued"') == 1


LONG_PARAGRAPHS = "\n\n".join(f"{'word ' * 100}{n}" for n in range(20))


def test_a_part_never_ends_with_a_heading():
    for part in markup.parts(shown(LONG), size=3_000):
        body = part.partition('<section id="footnotes"')[0].replace("</section>", "").strip()
        assert not re.search(r"</h\d>$", body)


def test_a_short_text_is_one_part_and_addresses_know_their_part():
    short = shown("# SUMMARY\nx")
    assert markup.parts(short) == [short]
    parts = markup.parts(shown(LONG), size=5_000)
    assert markup.part_with(parts, "summary") == 1
    assert markup.part_with(parts, "s-heading-40") == len(parts)
    assert markup.part_with(parts, "nowhere") == 1


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
