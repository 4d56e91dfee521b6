"""The types of the Federal Register, and which of them a notice is."""

from sqlalchemy import ColumnElement, Text, and_, cast, false, func, not_, or_

from portal.register.models import Notice
from portal.register.rules import DecisionStatus, NoticeKind

TYPES = {
    "RULE": "Rule",
    "PRORULE": "Proposed Rule",
    "NOTICE": "Notice",
    "PRESDOCU": "Presidential Document",
}
"""What a type is called, by its code."""

PROPOSALS = ("proposed rule",)
"""What the ACTION of a proposed rule says."""


def type_of(notice: Notice) -> str:
    """Return the code of the type.

    All that this register publishes is a notice. A document of another register is a rule
    where everything is decided, and a proposed rule where its ACTION says so.
    """
    if notice.kind is not NoticeKind.FOREIGN:
        return "NOTICE"
    if notice.decision_status is DecisionStatus.DECIDED:
        return "RULE"
    action = notice.action.tell("en").text.lower() if notice.action else ""
    return "PRORULE" if any(words in action for words in PROPOSALS) else "NOTICE"


def is_of_type(code: str) -> ColumnElement[bool]:
    """Return the condition on notices of a type; none is of a type that is not known."""
    foreign = Notice.kind == NoticeKind.FOREIGN
    decided = Notice.decision_status == DecisionStatus.DECIDED
    action = func.lower(func.coalesce(cast(Notice.action, Text), ""))
    proposed = or_(*(action.contains(words) for words in PROPOSALS))
    return {
        "RULE": and_(foreign, decided),
        "PRORULE": and_(foreign, not_(decided), proposed),
        "NOTICE": or_(not_(foreign), and_(not_(decided), not_(proposed))),
    }.get(code, false())
