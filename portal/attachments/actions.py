"""Writing down what is in the store."""

from datetime import datetime

from portal.attachments.models import Attachment
from portal.attachments.rules import Kept


def attachment_of(kept: Kept, *, now: datetime) -> Attachment:
    """Return a new row for a file that is in the store already."""
    return Attachment(
        sha256=kept.sha256,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        stored_at=now,
    )
