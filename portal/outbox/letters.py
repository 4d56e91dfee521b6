"""Turning a template and some facts into a letter."""

from datetime import datetime
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from flask import render_template
from sqlalchemy import select

from portal.kernel.database import db
from portal.outbox.models import Letter
from portal.web.locale import speaking
from portal.web.settings import setting


def compose(
    template: str,
    *,
    to: str,
    locale: str,
    key: str,
    now: datetime,
    unsubscribe_url: str | None = None,
    **facts: Any,
) -> Letter | None:
    """Write a letter in the reader's language and put it into the outbox.

    `<template>.txt` and `<template>.html` are the two parts; the first line of the text
    is the subject. A letter whose key was used before is not written again: None.
    """
    if db.session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        return None
    facts["unsubscribe_url"] = unsubscribe_url
    with speaking(locale):
        text = render_template(f"{template}.txt", **facts)
        html = render_template(f"{template}.html", **facts)
    subject, _, body = text.strip().partition("\n")
    letter = Letter(
        key=key,
        message_id=make_msgid(domain=urlsplit(setting("PORTAL_URL")).hostname),
        recipient=to,
        locale=locale,
        subject=one_line(subject),
        text=body.strip() + "\n",
        html=html,
        unsubscribe_url=unsubscribe_url,
        written_at=now,
        next_try_at=now,
    )
    db.session.add(letter)
    return letter


def one_line(text: str) -> str:
    """Return text fit for a mail header: one line, however its author broke it."""
    return " ".join(text.split())[:400]
