"""What people call the rooms of the portal, in the order in which they are listed."""

from portal.web.locale import _l

ROOMS = {
    "accounts": _l("Accounts and organisations"),
    "organisations": _l("Organisations"),
    "negotiations": _l("Negotiations and groups"),
    "committees": _l("Committees"),
    "register": _l("Notices"),
    "comments": _l("Comments"),
    "opinions": _l("Opinions of committees"),
    "meetings": _l("Meetings and hearings"),
    "adjacent": _l("Adjacent rooms"),
    "papers": _l("Restricted papers"),
    "responses": _l("Concerns and answers"),
    "outreach": _l("Questions and explanations"),
    "scorecard": _l("Scorecard"),
    "subscriptions": _l("Following"),
}
