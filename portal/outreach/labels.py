"""What people read for the kinds of outreach page."""

from portal.outreach.rules import PageKind
from portal.web.locale import _l

KINDS = {
    PageKind.AGREEMENT: _l("What an agreement means"),
    PageKind.HOW_TO: _l("How to do it"),
    PageKind.EXPLAINER: _l("How it works"),
    PageKind.GLOSSARY: _l("Words"),
}
