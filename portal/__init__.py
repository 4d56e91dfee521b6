"""Keñes: the public-private consultation portal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import wiring
from portal.accounts import sessions
from portal.accounts.cli import accounts as accounts_cli
from portal.accounts.models import Guest
from portal.accounts.views import bp as accounts_pages
from portal.adjacent.views import bp as adjacent_pages
from portal.api.v1.views import texts as full_texts
from portal.api.v1.views import v1
from portal.api.views import bp as api_pages
from portal.comments.cli import comments as comments_cli
from portal.comments.views import bp as comments_pages
from portal.committees.views import bp as committees_pages
from portal.demo.cli import demo as demo_cli
from portal.feeds.views import bp as feeds_pages
from portal.front.views import bare as bare_pages
from portal.front.views import bp as front_pages
from portal.kernel import clock, events, jobs
from portal.kernel.database import Glances, db, prepare_engine
from portal.kernel.text import LOCALES
from portal.ledger.cli import ledger as ledger_cli
from portal.meetings.views import bp as meetings_pages
from portal.negotiations.views import bp as negotiations_pages
from portal.opinions.views import bp as opinions_pages
from portal.organisations import acting
from portal.organisations.views import bp as organisations_pages
from portal.outbox import messages, owed
from portal.outreach.views import bp as outreach_pages
from portal.papers.views import bp as papers_pages
from portal.register.cli import register as register_cli
from portal.register.exporting.views import bp as editions
from portal.register.views import bp as register_pages
from portal.responses.views import bp as responses_pages
from portal.scorecard.views import bp as scorecard_pages
from portal.search.cli import search as search_cli
from portal.search.views import bp as search_pages
from portal.setup.access import access as access_cli
from portal.setup.backup import backup
from portal.setup.cli import setup as setup_cli
from portal.subscriptions.views import bp as subscriptions_pages
from portal.web import (
    access,
    assets,
    caching,
    errors,
    headers,
    hygiene,
    locale,
    navigation,
    server,
    tasks,
    templates,
    transaction,
    urls,
    worker,
)
from portal.web.settings import flask_config, read_settings, setting

ROOMS: tuple[Blueprint, ...] = (
    front_pages,
    register_pages,
    comments_pages,
    responses_pages,
    opinions_pages,
    meetings_pages,
    scorecard_pages,
    search_pages,
    negotiations_pages,
    committees_pages,
    organisations_pages,
    adjacent_pages,
    papers_pages,
    outreach_pages,
    subscriptions_pages,
    accounts_pages,
    feeds_pages,
    api_pages,
)
"""Their pages stand under the language: `/kk/…`, `/ru/…`, `/en/…`."""

BARE: tuple[Blueprint, ...] = (bare_pages, editions, v1, full_texts)
"""What stands under no language: what programs read, and the bare address."""

GLUE = (
    templates,
    locale,
    navigation,
    urls,
    transaction,
    errors,
    headers,
    assets,
    caching,
    worker,
    server,
    messages,
    sessions,
    acting,
)
"""What every request passes through, in this order, and two commands."""

COMMANDS = (
    access_cli,
    setup_cli,
    demo_cli,
    ledger_cli,
    accounts_cli,
    register_cli,
    comments_cli,
    search_cli,
    backup,
)

IN_A_LANGUAGE = f"/<any({', '.join(LOCALES)}):locale>"


def create_app(settings: Mapping[str, Any] | None = None, **config: Any) -> Flask:
    """Put the portal together; settings come from the environment where none are given."""
    app = Flask(__name__, instance_path=str(Path(__file__).parent.parent / "instance"))
    app.jinja_environment = templates.Environment
    app.config.from_mapping(flask_config(settings or read_settings()))
    app.config.from_mapping(config)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    _open_database(app)
    _know_readers(app)
    hygiene.init_app(app)  # Before the protection of forms, which reads what was sent.
    CSRFProtect(app)
    events.connect(wiring.WIRING)
    jobs.connect(wiring.JOBS)
    owed.connect(wiring.LETTERS)
    tasks.connect(wiring.TASKS)
    for glue in GLUE:
        glue.init_app(app)
    access.offer(app, wiring.POLICIES)
    for bare in BARE:
        app.register_blueprint(bare)
    for room in ROOMS:
        app.register_blueprint(room, url_prefix=IN_A_LANGUAGE)
    for command in COMMANDS:
        app.cli.add_command(command)
    app.context_processor(_surroundings)
    app.config["RELEASE"] = assets.release_of(app)
    if proxies := app.config["PORTAL_TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]  # Flask's own way to add middleware.
    return app


def _open_database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(Path(app.root_path).parent / "migrations"))
    with app.app_context():
        prepare_engine(db.engine)
        app.extensions["glances"] = Glances(db.engine)


def _know_readers(app: Flask) -> None:
    login = LoginManager(app)
    login.anonymous_user = Guest
    login.session_protection = None
    login.user_loader(sessions.signed_in)


def _surroundings() -> dict[str, Any]:
    return {
        "demo_mode": setting("PORTAL_DEMO"),
        "factor_required": setting("PORTAL_SECOND_FACTOR"),
        "locale": locale.current_locale(),
        "now": clock.now(),
    }
