"""The first wording of a notice's full text: the captions, filled from its fields."""

from portal.register.labels import KINDS
from portal.register.models import Notice
from portal.register.rules import CAPTIONS, CAPTIONS_IN, LAST_DAY, WINDOWS
from portal.web.locale import _, speaking


def first_wording(notice: Notice, locale: str) -> str:
    """Return the text under its captions, as far as the fields of the notice tell it.

    SUPPLEMENTARY INFORMATION stays empty: that is for the author to write.
    """
    with speaking(locale):
        words = {
            "AGENCY": _agency(notice, locale),
            "ACTION": _action(notice, locale),
            "SUMMARY": notice.summary.texts[locale],
            "DATES": _dates(notice),
            "ADDRESSES": _addresses(notice),
            "FOR FURTHER INFORMATION CONTACT": _contact(notice, locale),
        }
    printed = zip(CAPTIONS_IN[locale], CAPTIONS, strict=True)
    return "\n\n".join(f"# {title}\n{words.get(caption, '')}".strip() for title, caption in printed)


def _agency(notice: Notice, locale: str) -> str:
    parts = (notice.agency.name, notice.unit)
    return ", ".join(part.tell(locale).text for part in parts if part) + "."


def _action(notice: Notice, locale: str) -> str:
    if notice.action and notice.action.texts[locale]:
        return notice.action.texts[locale]
    return f"{KINDS[notice.kind]}."


def _dates(notice: Notice) -> str:
    if notice.kind not in WINDOWS:
        return str(_("This notice asks for no comments."))
    day = f"**{LAST_DAY}**"
    return str(_("Comments are due by 23:59 (Astana time) on %(day)s.", day=day))


def _addresses(notice: Notice) -> str:
    if notice.kind not in WINDOWS:
        return str(_("Docket **%(docket)s** of this portal.", docket=notice.docket.number))
    words = _(
        "Submit comments through this portal, docket **%(docket)s**. Comments are published"
        " after a check for unlawful content. Business confidential information goes into a"
        " separate file with a public version beside it.",
        docket=notice.docket.number,
    )
    return str(words)


def _contact(notice: Notice, locale: str) -> str:
    unit = notice.unit.tell(locale).text if notice.unit else ""
    parts = (notice.contact_name, unit, notice.contact_email, notice.contact_phone)
    return ", ".join(part for part in parts if part)
