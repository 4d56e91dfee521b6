"""What the pages of this room are registered on."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
