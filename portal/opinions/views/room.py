"""The name under which the pages of this room are known."""

from flask import Blueprint

bp = Blueprint("opinions", __name__)
