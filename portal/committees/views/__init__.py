"""The pages of the committees: for everyone, for those who sit there, and for the Chamber."""

from portal.committees.views import (
    applying,
    clearances,
    contact,
    deciding,
    desk,
    own,
    public,
    seats,
)
from portal.committees.views.blueprint import bp

__all__ = [
    "applying",
    "bp",
    "clearances",
    "contact",
    "deciding",
    "desk",
    "own",
    "public",
    "seats",
]
