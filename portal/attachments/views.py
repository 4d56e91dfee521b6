"""The pages of the room."""

from flask import Blueprint

bp = Blueprint("attachments", __name__)
