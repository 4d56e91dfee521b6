"""The types of the Federal Register, and which of them a notice is."""

from sqlalchemy import func, select

from portal.register.exporting.models import Original
from portal.register.models import Notice

TYPES = {
    "RULE": "Rule",
    "PRORULE": "Proposed Rule",
    "NOTICE": "Notice",
    "PRESDOCU": "Presidential Document",
}
"""What a type is called, by its code."""

CODE = func.coalesce(
    select(Original.root)
    .where(Original.notice_id == Notice.id)
    .correlate(Notice)
    .scalar_subquery(),
    "NOTICE",
)
"""The code of a notice's type. All that this register publishes is a notice; a document of
another register is what it came in as."""
