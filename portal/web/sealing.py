"""Sealing short texts under a key that is made of PORTAL_SECRET_KEY.

A copy of the database alone opens nothing. Each purpose has a key of its own, and under
another PORTAL_SECRET_KEY nothing opens any more.
"""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.web.settings import setting


def box(purpose: bytes) -> Fernet:
    """Return what seals and opens for a purpose (AES-128-CBC with HMAC-SHA-256)."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return Fernet(base64.urlsafe_b64encode(kdf.derive(setting("PORTAL_SECRET_KEY").encode())))
