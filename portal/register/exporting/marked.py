"""A notice as Markdown: its facts as YAML in front, and the text as it was published."""

import yaml

from portal.register.exporting.edition import Edition

KEPT_ON_A_LINE = 10_000
"""Letters, so that no title is folded."""


def notice_markdown(edition: Edition) -> str:
    """Return a notice in one language; the text after the facts is untouched."""
    notice = edition.notice
    facts = {
        "number": notice.number,
        "kind": notice.kind.value,
        "title": edition.title,
        "summary": edition.summary,
        "agency": edition.agency,
        "unit": edition.unit,
        "docket": notice.docket.number,
        "citation": notice.citation,
        "published_on": notice.published_on,
        "comments_close_on": notice.closes_on,
        "language": edition.locale,
        "questions": list(edition.questions),
    }
    head = yaml.safe_dump(
        {name: value for name, value in facts.items() if value},
        allow_unicode=True,
        sort_keys=False,
        width=KEPT_ON_A_LINE,
    )
    return f"---\n{head}---\n\n{edition.text.markdown.rstrip()}\n"
