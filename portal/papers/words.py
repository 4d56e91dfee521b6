"""The words of a paper as they are kept: sealed, under a key made of PORTAL_SECRET_KEY."""

from cryptography.fernet import InvalidToken

from portal.kernel.errors import Unavailable
from portal.kernel.text import N_
from portal.web.sealing import box

PURPOSE = b"portal: restricted papers"


def seal(text: str) -> str:
    """Return a text as it is kept."""
    return box(PURPOSE).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return a text that was kept. Raises Unavailable where another secret key sealed it."""
    try:
        return box(PURPOSE).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unavailable(
            N_("The text was sealed under another secret key; ask the administrator.")
        ) from None
