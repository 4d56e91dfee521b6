"""What the pages of the room hang on."""

from flask import Blueprint

bp = Blueprint("committees", __name__)
