"""The tables of the register."""

from portal.register.models.beside import (
    ExtensionRequest,
    NoticeFile,
    NoticeLine,
    NoticeRelation,
    NoticeTyping,
)
from portal.register.models.dockets import Docket, DocketTheme, Issue, Sequence
from portal.register.models.frozen import FROZEN, STANDING, freezing, thawing
from portal.register.models.notices import (
    Notice,
    NoticePart,
    NoticeRegion,
    NoticeSector,
    NoticeText,
    NoticeTheme,
    Question,
    Remark,
)
from portal.register.models.planning import Plan, PlanTheme

__all__ = [
    "FROZEN",
    "STANDING",
    "Docket",
    "DocketTheme",
    "ExtensionRequest",
    "Issue",
    "Notice",
    "NoticeFile",
    "NoticeLine",
    "NoticePart",
    "NoticeRegion",
    "NoticeRelation",
    "NoticeSector",
    "NoticeText",
    "NoticeTheme",
    "NoticeTyping",
    "Plan",
    "PlanTheme",
    "Question",
    "Remark",
    "Sequence",
    "freezing",
    "thawing",
]
