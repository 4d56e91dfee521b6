"""What people fill in to narrow the register, and to write it."""

from portal.register.forms.begin import NewDraftForm
from portal.register.forms.drafts import DraftForm, ReturnForm, as_typed, read_moment
from portal.register.forms.filters import DocketFilter, NoticeFilter
from portal.register.forms.plans import DropForm, PlanForm, plan_as_typed
from portal.register.forms.requests import (
    ButtonForm,
    FileForm,
    MoreTimeForm,
    RefuseTimeForm,
    ScheduleForm,
)

__all__ = [
    "ButtonForm",
    "DocketFilter",
    "DraftForm",
    "DropForm",
    "FileForm",
    "MoreTimeForm",
    "NewDraftForm",
    "NoticeFilter",
    "PlanForm",
    "RefuseTimeForm",
    "ReturnForm",
    "ScheduleForm",
    "as_typed",
    "plan_as_typed",
    "read_moment",
]
