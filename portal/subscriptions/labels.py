"""What topics and frequencies are called in the reader's language."""

from typing import Any

from portal.kernel.text import Localized
from portal.subscriptions.rules import Frequency, Topic
from portal.web.locale import _, _l, tell

FREQUENCIES = {
    Frequency.IMMEDIATE: _l("At once: new notices and answers, as they are published"),
    Frequency.DAILY: _l("Once a day, at seven in the morning, if there is news"),
    Frequency.WEEKLY: _l("Once a week, on Tuesday morning, if there is news"),
}

SHORT_FREQUENCIES = {
    Frequency.IMMEDIATE: _l("At once"),
    Frequency.DAILY: _l("Once a day"),
    Frequency.WEEKLY: _l("Once a week"),
}


def topic_label(topic: Topic, subject: str, name: Localized | None) -> Any:
    """Return what is followed, in words."""
    if topic is Topic.EVERYTHING:
        return _("Everything in the register")
    called = tell(name).text if name else subject
    if topic is Topic.THEME:
        return _("Theme: %(name)s", name=called)
    return _("Docket %(number)s: %(name)s", number=subject, name=called)
