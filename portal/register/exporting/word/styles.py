"""How a Word file looks: the parts of it that are the same for every notice."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}

FACE = "Times New Roman"
"""It is on every desk that opens Word files, and it has every Kazakh letter."""

HEADINGS = {1: ("24", "360", "120"), 2: ("24", "280", "80"), 3: ("22", "240", "60")}
HEADINGS |= dict.fromkeys((4, 5, 6), ("22", "200", "60"))
"""Size in half points, space before and after in twentieths, by level."""


def _style(name: str, title: str, inside: str, *, kind: str = "paragraph", based: str = "") -> str:
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{title}"/>{parent}'
        f"<w:qFormat/>{inside}</w:style>"
    )


def _heading(level: int) -> str:
    size, before, after = HEADINGS[level]
    italic = "<w:i/>" if level > 3 else ""  # noqa: PLR2004  # The lowest are told apart by slant.
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:pPr><w:keepNext/><w:spacing w:before="{before}" w:after="{after}"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/>{italic}<w:sz w:val="{size}"/></w:rPr>',
        based="Normal",
    )


def styles(locale: str) -> str:
    """Return the styles of a text in the language."""
    language = LANGUAGES[locale]
    told = "".join(
        (
            (
                f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" '
                f'w:cs="{FACE}" w:eastAsia="{FACE}"/><w:sz w:val="23"/>'
                f'<w:lang w:val="{language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
                '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
                "</w:docDefaults>"
            ),
            (
                '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
                '<w:name w:val="Normal"/></w:style>'
            ),
            (
                '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
                '<w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
                '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
                "</w:tblCellMar></w:tblPr></w:style>"
            ),
            *(_heading(level) for level in HEADINGS),
            _style(
                "Title",
                "Title",
                '<w:pPr><w:keepNext/><w:spacing w:before="120" w:after="240"/></w:pPr>'
                '<w:rPr><w:b/><w:sz w:val="34"/></w:rPr>',
                based="Normal",
            ),
            _style("Facts", "Facts", '<w:pPr><w:spacing w:after="40"/></w:pPr>', based="Normal"),
            _style("Quote", "Quote", '<w:pPr><w:ind w:left="567"/></w:pPr>', based="Normal"),
            _style(
                "Code",
                "Code",
                "<w:pPr/><w:rPr>"
                '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
                '<w:sz w:val="20"/></w:rPr>',
                based="Normal",
            ),
            _style("Item", "List Paragraph", "<w:pPr/>", based="Normal"),
            _style(
                "Cell",
                "Cell",
                '<w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
                '</w:pPr><w:rPr><w:sz w:val="20"/></w:rPr>',
                based="Normal",
            ),
            _style(
                "Running",
                "header",
                '<w:pPr><w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs></w:pPr>'
                '<w:rPr><w:sz w:val="18"/><w:color w:val="555555"/></w:rPr>',
                based="Normal",
            ),
            _style(
                "FootnoteText",
                "footnote text",
                '<w:pPr><w:spacing w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
                '<w:rPr><w:sz w:val="19"/></w:rPr>',
                based="Normal",
            ),
            _style(
                "FootnoteReference",
                "footnote reference",
                '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
                kind="character",
            ),
            _style(
                "Hyperlink",
                "Hyperlink",
                '<w:rPr><w:color w:val="0B4F8A"/><w:u w:val="single"/></w:rPr>',
                kind="character",
            ),
            _style(
                "PageMark",
                "Page Mark",
                '<w:rPr><w:color w:val="666666"/><w:sz w:val="16"/></w:rPr>',
                kind="character",
            ),
        )
    )
    return f'<w:styles xmlns:w="{W}">{told}</w:styles>'


def numbering() -> str:
    """Return the one list with bullets; numbers of items are words, as they were published."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{"•–"[level % 2]}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{425 * (level + 1)}" w:hanging="283"/></w:pPr></w:lvl>'
        for level in range(9)
    )
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
    '</w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)

PART_TYPES = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "header": "header",
    "footer": "footer",
}
"""The parts of the file, and how the standard calls their types."""
