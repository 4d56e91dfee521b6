"""The links in letters to those who asked: signed, good without an account, naming nobody."""

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.outreach.models import InformationRequest


def sign(request: InformationRequest) -> str:
    """Return the token by which the asker reads the request and its answer."""
    return str(_serializer().dumps(request.number))


def read(token: str) -> str:
    """Return the number of the request that the token opens. Raises Missing."""
    try:
        return str(_serializer().loads(token))
    except BadData as error:
        raise Missing(N_("This link is not one of ours.")) from error


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="asker of a request")
