"""The blueprint of this room, and what its templates may ask wherever they are included."""

from datetime import date

from flask import Blueprint

from portal.kernel import clock
from portal.negotiations.labels import country
from portal.negotiations.rules import is_expired

bp = Blueprint("negotiations", __name__)

bp.add_app_template_filter(country, "country")


@bp.app_template_test("expired")
def expired(valid_until: date | None) -> bool:
    """Say whether a contact that was good until the day is so no more."""
    return is_expired(valid_until, clock.legal_day(clock.now()))
