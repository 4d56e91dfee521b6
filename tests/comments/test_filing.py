"""Filing, confirming, posting, withholding: rules, counts and events."""

from portal.comments.queries import Counts, counts_of
from portal.comments.rules import CommentState
from tests.comments.makers import a_comment, a_posted_comment, posted


def test_a_comment_is_filed_and_posted_and_counted(app):
    comment = a_comment("One.", "Two.")
    assert comment.state is CommentState.IN_MODERATION
    assert counts_of(comment.docket_id) == Counts(received=1, posted=0, waiting=1, points=0)
    posted(comment)
    assert counts_of(comment.docket_id) == Counts(received=1, posted=1, waiting=0, points=2)
    other = a_posted_comment("Three.")
    assert [point.text for point in other.points] == ["Three."]
