"""Turning a template and some facts into a letter."""

from datetime import datetime
from email.utils import make_msgid
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from css_inline import CSSInliner
from flask import render_template
from sqlalchemy import select

from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.outbox.models import Letter
from portal.outbox.rules import address
from portal.web.locale import speaking
from portal.web.settings import setting
from portal.web.urls import absolute_url

_inliner = CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)

LONGEST_SUBJECT = 200


def compose(
    template: str,
    *,
    to: str,
    locale: str,
    key: str,
    now: datetime,
    unsubscribe_url: str | None = None,
    reply_to: str | None = None,
    **facts: Any,
) -> Letter | None:
    """Write a letter in the reader's language and put it into the outbox.

    As `write`. A letter whose key was used before is not written again: None.
    """
    if db.session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        return None
    letter = write(
        template,
        to=to,
        locale=locale,
        key=key,
        now=now,
        unsubscribe_url=unsubscribe_url,
        reply_to=reply_to,
        **facts,
    )
    db.session.add(letter)
    return letter


def write(
    template: str,
    *,
    to: str,
    locale: str,
    key: str,
    now: datetime,
    unsubscribe_url: str | None = None,
    reply_to: str | None = None,
    **facts: Any,
) -> Letter:
    """Write a letter in the reader's language, without putting it anywhere.

    `<template>.txt` and `<template>.html` are the two parts; the first line of the text
    is the subject (block `subject` of `layout/mail.txt`). The templates are given the
    facts, `link(endpoint, …)` for full addresses, `told(text)` for a published text in
    the reader's language, and `portal_url`. An answer goes to `reply_to`. Raises RuleBroken
    for an address that is none.
    """
    to = address(to)
    link = partial(absolute_url, locale=locale)

    def told(text: Localized | None) -> str:
        return text.tell(locale).text if text else ""

    facts |= {
        "unsubscribe_url": unsubscribe_url,
        "portal_url": link("front.home"),
        "link": link,
        "told": told,
    }
    with speaking(locale):
        text = render_template(f"{template}.txt", **facts)
        html = render_template(f"{template}.html", **facts)
    subject, _, body = text.strip().partition("\n")
    return Letter(
        key=key,
        message_id=make_msgid(domain=urlsplit(setting("PORTAL_URL")).hostname),
        recipient=to,
        reply_to=address(reply_to) if reply_to else None,
        locale=locale,
        subject=one_line(subject),
        text=body.strip() + "\n",
        html=_inliner.inline(html),
        unsubscribe_url=unsubscribe_url,
        written_at=now,
        next_try_at=now,
    )


def one_line(text: str) -> str:
    """Return text fit for a mail header: one line of text, however its author broke it.

    Every character that ends a line anywhere (U+2028, NEL, form feed too) and every
    control becomes a space.
    """
    printable = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(printable.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"
