"""The portal as a WSGI server sees it."""

import sys

from portal import create_app
from portal.web.settings import Unset

try:
    app = create_app()
except Unset as unset:
    sys.exit(f"The portal cannot start.\n{unset}")
