"""Builders of notices that have something of everything."""

from typing import Any

from portal.register.exporting.edition import Edition, edition_of
from portal.register.exporting.queries import text_in
from portal.register.models import Notice
from portal.register.queries import get_notice
from tests.makers import a_notice, in_all

RICH = """# SUMMARY
What is proposed, *in short*: **much**, ***all***, H~2~O, 10^6^ and `code`.

# DATES
Until then.[^1]

# SUPPLEMENTARY INFORMATION
## I. Background of the *Matter*

Words with [a link](https://example.org/a?b=1&c=2) and <trade@mebp.example>.[^7]

1. one
2. two
   - deeper

- loose

> Quoted.

**Table 1. Duties**

| Goods | Duty ‖ now | Duty ‖ then |
| --- | ---: | ---: |
| **North** |  |  |
| Cheese \\| whey [[br]]0406.90 | 15 | 5 |
| All | < | 3 |

### Deeper [[page 46]] still

Said again.[^1]

# ANNEX
The last word.

[^1]: A note with *emphasis*.

    Its second paragraph.
[^7]: See <https://example.org>.
"""
"""A text that has all that a text can have."""

HOSTILE = (
    '#import "x" #panic(1) $x^2$ \\ * _ ` <script>alert(1)</script> @ref <label> // /* */ '
    "]] > ]]> &amp; ={{7*7}} \u202e\x0b \U0001f9c0 ә"
)
"""What would be markup or code somewhere."""


def a_rich_notice(text: str = RICH, **facts: Any) -> Notice:
    """A published notice with everything that a file can hold, in two languages."""
    facts = {
        "questions": 2,
        "unit": in_all("Department of Trade"),
        "contact_name": "A. Person",
        "waiver_reason": in_all("The talks are close."),
    } | facts
    notice = a_notice(text=text, **facts)
    return get_notice(str(notice.number))


def an_edition(notice: Notice | None = None, language: str | None = None) -> Edition:
    """A notice in one language."""
    notice = notice or a_rich_notice()
    return edition_of(notice, text_in(notice, language))
