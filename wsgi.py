"""The portal as a WSGI server sees it."""

from portal import create_app

app = create_app()
