"""What people fill in to narrow the register, and to write it."""

from portal.register.forms.begin import NewDraftForm
from portal.register.forms.drafts import DraftForm, ReturnForm, as_typed, read_moment
from portal.register.forms.filters import DocketFilter, NoticeFilter

__all__ = [
    "DocketFilter",
    "DraftForm",
    "NewDraftForm",
    "NoticeFilter",
    "ReturnForm",
    "as_typed",
    "read_moment",
]
