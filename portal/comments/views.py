"""The pages of the room."""

from flask import Blueprint

bp = Blueprint("comments", __name__)
