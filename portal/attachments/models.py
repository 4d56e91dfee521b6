"""What is known of a file; its bytes are in the store under its SHA-256."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Model


class Attachment(Model):
    """One file as it was handed in."""

    __tablename__ = "attachment"

    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """As its owner named it, without folders; shown, never used as a path."""
    media_type: Mapped[str] = mapped_column(String(100))
    """Found from the content, never from the name."""
    size: Mapped[int]
    """In bytes."""
    stored_at: Mapped[datetime]
