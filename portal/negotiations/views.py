"""The pages of the room."""

from flask import Blueprint

bp = Blueprint("negotiations", __name__)
