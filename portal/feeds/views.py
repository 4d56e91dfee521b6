"""The pages of the room."""

from flask import Blueprint

bp = Blueprint("feeds", __name__)
