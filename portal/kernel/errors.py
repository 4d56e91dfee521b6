"""What can go wrong, said without HTTP. `portal.web.errors` turns each into an answer."""


class PortalError(Exception):
    """Anything the portal refuses on purpose."""


class RuleBroken(PortalError):
    """A rule forbids this; the message is a sentence for the reader.

    The message may hold `%(name)s` places; their values come in `facts`, so that the
    sentence can be looked up in the catalogue of the reader's language.
    """

    def __init__(self, message: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(message % facts if facts else message)
        self.message = message
        self.facts = facts
        self.field = field


class NotAllowed(PortalError):
    """The person asking lacks the permission."""


class Missing(PortalError):
    """There is no such record, or none the person asking may know of."""


class TooMany(PortalError):
    """The same was tried too often; it may be tried again after a while."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds until another try is counted afresh."""


class Unavailable(PortalError):
    """Something the portal stands on cannot keep its promise now; nothing was accepted."""
