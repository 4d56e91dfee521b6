"""What people fill in to narrow the register, and to write it."""

from portal.register.forms.begin import NewDraftForm
from portal.register.forms.drafts import DraftForm, ReturnForm, as_typed, read_moment
from portal.register.forms.filters import DocketFilter, NoticeFilter
from portal.register.forms.plans import DropForm, PlanForm, plan_as_typed

__all__ = [
    "DocketFilter",
    "DraftForm",
    "DropForm",
    "NewDraftForm",
    "NoticeFilter",
    "PlanForm",
    "ReturnForm",
    "as_typed",
    "plan_as_typed",
    "read_moment",
]
