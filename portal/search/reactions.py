"""What search does when something is published: it can be found from the same moment."""

from portal.register.events import NoticePublished, Standing
from portal.register.queries import get_notice
from portal.search.actions import enter


def take_in(event: NoticePublished) -> None:
    """Enter the notice, and its docket, which has one more to be found by."""
    enter(notices=[event.notice], dockets=[event.docket or ""])


def take_in_anew(event: Standing) -> None:
    """Enter an earlier notice anew, for which the public has more time now, or less."""
    enter(notices=[event.earlier], dockets=[get_notice(event.earlier).docket.number])
