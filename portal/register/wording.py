"""The first wording of a notice's full text: the captions, filled from its fields."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.calendar import next_working
from portal.kernel.text import LOCALES, Localized
from portal.register.labels import KINDS
from portal.register.models import Notice
from portal.register.rules import CAPTIONS, CAPTIONS_IN, LAST_DAY, WINDOWS, NoticeKind
from portal.web.locale import _, day, speaking


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


@dataclass(frozen=True)
class Words:
    """What a notice says, before anybody has looked at it."""

    title: Localized
    summary: Localized
    texts: dict[str, str]


def extension_words(notice: Notice, until: date) -> Words:
    """Return the words of the notice that gives more time on a notice, in three languages."""
    titles, summaries, texts = {}, {}, {}
    for locale in LOCALES:
        with speaking(locale):
            named = notice.title.tell(locale).text
            titles[locale] = str(_("Extension of the time for comments: %(title)s", title=named))
            summaries[locale] = str(
                _(
                    "The last day for comments on notice %(number)s moves from %(before)s to"
                    " %(after)s. Comments that were filed stay valid and need not be sent again.",
                    number=notice.number,
                    before=day(notice.closes_on or until),
                    after=day(next_working(until)),
                )
            )
            words = {
                "AGENCY": _agency(notice, locale),
                "ACTION": f"{KINDS[NoticeKind.EXTENSION]}.",
                "SUMMARY": summaries[locale],
                "DATES": _(
                    "Comments are due by 23:59 (Astana time) on %(day)s.",
                    day=f"**{day(next_working(until))}**",
                ),
                "ADDRESSES": _addresses_of(notice),
                "FOR FURTHER INFORMATION CONTACT": _contact(notice, locale)
                or _agency(notice, locale),
                "SUPPLEMENTARY INFORMATION": _("More time was asked for. Nothing else changes."),
            }
        printed = zip(CAPTIONS_IN[locale], CAPTIONS, strict=True)
        texts[locale] = "\n\n".join(f"# {name}\n{words[caption]}" for name, caption in printed)
    source = notice.title.source
    return Words(Localized.of(titles, source=source), Localized.of(summaries, source=source), texts)


def _dates(notice: Notice) -> str:
    if notice.kind not in WINDOWS:
        return str(_("This notice asks for no comments."))
    day = f"**{LAST_DAY}**"
    return str(_("Comments are due by 23:59 (Astana time) on %(day)s.", day=day))


def _addresses(notice: Notice) -> str:
    if notice.kind not in WINDOWS:
        return str(_("Docket **%(docket)s** of this portal.", docket=notice.docket.number))
    return _addresses_of(notice)


def _addresses_of(notice: Notice) -> str:
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
