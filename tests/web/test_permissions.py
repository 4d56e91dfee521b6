"""Who may call what: every route, every method, every kind of reader, as one table.

`portal/reference/access.txt` is the table: a block for each room, a line for each route
and method. A line that changes is a decision, and is looked at as one. A request that
goes through counts as allowed whatever it lacks. Who holds a secret address is told by
it and not by an account: those addresses are asked with a secret that nobody was given,
and files of comments, answers and notices with the number of none.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.queries import get_person
from portal.accounts.rules import MemberRole, Role
from portal.adjacent.queries import count_questions
from portal.attachments.files import store
from portal.comments.rules import CommentState
from portal.committees.rules import Clearance
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.meetings.actions import Sitting, ask_about_round, draft_minutes, record_decision
from portal.meetings.models import Meeting
from portal.negotiations.models import Theme
from portal.negotiations.queries import get_negotiation, get_round, groups_in
from portal.negotiations.rules import Stage
from portal.organisations.actions import ask_to_join, invite_member
from portal.organisations.models import JoinRequest
from portal.organisations.queries import get_organisation
from portal.organisations.rules import AccreditationState
from portal.outreach.models import Page, PageText
from portal.register.models import Notice
from portal.register.rules import NoticeKind
from portal.responses.actions import submit_batch
from portal.responses.models import Batch
from portal.setup.access import WALKED
from tests.adjacent.makers import a_question as a_table_question
from tests.adjacent.makers import a_room, bound
from tests.comments.makers import a_comment as a_waiting_comment
from tests.committees.makers import a_declaration, a_place, a_term, an_application, an_undertaking
from tests.conftest import NOON, Browser
from tests.makers import (
    a_committee,
    a_docket,
    a_negotiation,
    a_notice,
    a_person,
    a_seat,
    a_theme,
    an_agency,
    an_organisation,
    in_all,
    saved,
)
from tests.meetings.makers import (
    a_contact,
    a_hearing,
    a_hearing_notice,
    a_meeting,
    a_past_meeting,
    a_request,
    an_item,
    anew,
    cleared,
    everyone_there,
)
from tests.negotiations.makers import a_focal_point, a_group, a_round
from tests.opinions.makers import (
    a_draft_opinion,
    a_table,
    adopted,
    filed,
    invited,
)
from tests.organisations.makers import a_member, a_region, an_accreditation, an_authority
from tests.outreach.makers import a_request as a_question
from tests.outreach.makers import answered, appealed, publicly
from tests.papers.makers import a_paper
from tests.register.makers import (
    a_draft,
    a_plan,
    a_scheduled_notice,
    a_submitted_notice,
    a_time_request,
    an_issue,
)
from tests.responses.makers import a_commitment, a_concern, an_answer, published

AGENCY_ROLES = {
    "author": Role.AUTHOR,
    "approver": Role.APPROVER,
    "negotiator": Role.NEGOTIATOR,
    "analyst": Role.ANALYST,
    "focal point": Role.FOCAL_POINT,
}

TIME = ("register.refuse_more_time", "register.extend")
"""Pages that are about a request for more time."""

PLANS = ("register.plan", "register.drop")
"""Pages that are about a consultation to come."""

OF_A_REQUEST = tuple(
    f"outreach.{name}"
    for name in (
        "acknowledge",
        "answer",
        "extend",
        "pass_on",
        "request_desk",
        "request_page",
        "appeal",
    )
)
"""Pages that are about something that somebody asked."""

ROOMS = (
    "accounts",
    "adjacent",
    "api",
    "bare",
    "comments",
    "committees",
    "editions",
    "feeds",
    "front",
    "meetings",
    "negotiations",
    "opinions",
    "organisations",
    "outreach",
    "papers",
    "register",
    "responses",
    "scorecard",
    "search",
    "static",
    "subscriptions",
    "texts",
    "v1",
)

ENDS_SIGN_INS = "accounts"
"""The room in which a request may end the reader's own sign-in."""

TOO_MANY = 429


class World:
    """One thing of every kind, all of one agency, and its readers."""

    def __init__(self) -> None:
        self.agency = an_agency()
        self.ours = an_organisation()
        self.theme = a_theme()
        self.committee = a_committee(self.theme)
        self.place = a_term(a_place(self.committee)).seat_id
        self.application = an_application(self.committee, organisation=self.ours).number
        self.undertaking = an_undertaking(a_person(), Clearance.CLEARED_ADVISER, granted_at=None).id
        self.negotiation = a_negotiation(lead_id=self.agency.id)
        a_round(self.negotiation)
        a_group(self.theme, agency_id=self.agency.id)
        self.post = a_focal_point(self.theme, self.agency)
        self.led = a_theme(lead_id=self.agency.id)
        self.docket = a_docket(self.theme, agency_id=self.agency.id)
        self.notice = a_notice(self.docket)
        self.issue = an_issue(self.notice.published_on).day
        self.region = a_region()
        self.author = a_person(of=self.ours)
        self.owner = a_member(self.ours)
        self.member = a_member(self.ours, MemberRole.MEMBER)
        self.left = an_organisation()
        for person, role in (
            (self.author, MemberRole.REPRESENTATIVE),
            (self.owner, MemberRole.OWNER),
            (self.member, MemberRole.MEMBER),
        ):
            saved(Membership(person_id=person.id, organisation_id=self.left.id, role=role))
        self.concern = a_concern(self.docket)
        published(an_answer(self.concern))
        self.table, self.elsewhere, self.asked = a_table(others=True), a_table(), a_table()
        a_declaration(self.table.chair)
        a_group(db.session.get_one(Theme, self.table.committee.theme_id))
        cleared(self.table.members[0])
        self.gone = a_person()
        a_seat(
            self.table.committee, self.ours, holder=self.gone, ends=legal_day(NOON - timedelta(1))
        )
        self.opinion = a_draft_opinion(self.table)
        invited(self.opinion, self.table, self.asked)
        adopted_one = a_draft_opinion(self.table)
        adopted(adopted_one, self.table)
        self.filed_opinion = filed(adopted_one, self.table).number
        for person in (self.table.chair, self.table.members[0], self.table.alternate, self.gone):
            bound(person)
        self.room = a_room(self.table.committee, self.agency)
        self.paper = a_paper(self.agency, self.table.committee)

    def table_question(self) -> int:
        """Return the number of a question from the table that nobody has answered yet."""
        number = count_questions(self.room) + 1
        return a_table_question(self.room, self.table.secretary, number=number).number

    def outcome(self) -> str:
        """Return the number of a notice that says how talks ended."""
        docket = a_docket(self.theme, agency_id=self.agency.id, stage=Stage.REVIEW)
        return str(a_notice(docket, closes=None, kind=NoticeKind.OUTCOME).number)

    def invitation(self) -> str:
        """Return the number of a draft that another committee is asked to join."""
        number = a_draft_opinion(self.table)
        invited(number, self.table, self.asked)
        return number

    def held(self) -> Meeting:
        """Return a meeting with a decision and minutes that wait for the chair."""
        meeting = a_past_meeting(self.table.committee)
        an_item(meeting)
        everyone_there(anew(meeting))
        owes = {"organisation_id": self.ours.id, "due_on": NOON.date()}
        record_decision(anew(meeting), text=in_all("Do it."), now=NOON, **owes)
        draft_minutes(anew(meeting), text=in_all("Said."), by=None, now=NOON)
        db.session.commit()
        return meeting

    def asked_in_round(self) -> dict[str, object]:
        """Return a question about the round, of a member who is cleared."""
        member = get_person(self.table.members[0].id)
        theme = db.session.get_one(Theme, self.table.committee.theme_id)
        talks = get_negotiation(self.negotiation.code)
        group = next(x for x in groups_in(talks) if x.theme_id == theme.id)
        sitting = Sitting(talks, get_round(talks, 1), group)
        question = ask_about_round(sitting, question="When?", by=member, now=NOON)
        db.session.commit()
        return {"theme": theme.code, "key": question.id}

    def meeting(self, name: str) -> dict[str, object]:
        """Return the parts of an address that leads to a meeting, held or still to come."""
        if name in {"attendance", "decision", "done", "drop_it", "minutes", "publish"}:
            return {"number": self.held().number, "decision": 1}
        if name in {"held_round", "report", "briefings", "ask", "answer"}:
            return {"code": self.negotiation.code, "number": 1, **self.asked_in_round()}
        if name == "hearing":
            return {"number": a_hearing_notice(docket=self.docket).number}
        if name in {"testimony", "withdraw", "speakers", "slot", "refuse"}:
            hearing = a_hearing(a_hearing_notice(docket=self.docket))
            return {
                "number": hearing.number,
                "testimony": a_request(hearing, self.author).number,
            }
        if name == "correct":
            return {"number": a_contact(self.docket).number}
        meeting = a_meeting(self.table.committee, capacity=99)
        paper = store().keep(BytesIO(b"closed"), "paper.txt") if name == "paper" else None
        an_item(meeting, closed=name == "paper", paper=paper)
        return {
            "number": meeting.number,
            "item": 101 if name == "paper" else 1,
            "code": self.table.committee.code,
        }

    def waiting(self) -> str:
        """Return the number of a comment that nobody has read yet."""
        notice = db.session.get_one(Notice, self.notice.id)
        ours = db.session.get_one(Organisation, self.ours.id)
        by = db.session.get_one(Person, self.author.id)
        comment = a_waiting_comment(notice=notice, by=by, of=ours)
        assert comment.state is CommentState.IN_MODERATION
        return comment.number

    def inspected(self) -> int:
        """Return the row number of a notice that lies open for inspection."""
        facts = {"docket": self.docket, "themes": [self.theme]}
        return a_scheduled_notice(self.agency, inspect_on=NOON.date(), **facts).id

    def draft(self) -> int:
        """Return the row number of a draft."""
        return a_draft(self.agency, docket=self.docket, themes=[self.theme]).id

    def submitted(self) -> int:
        """Return the row number of a notice that waits for an approver."""
        return a_submitted_notice(self.agency, docket=self.docket, themes=[self.theme]).id

    def batch(self, *, handed_in: bool = True) -> int:
        """Return the row number of answers that wait for an approver, or are drafted still."""
        batch = db.session.get_one(Batch, an_answer(a_concern(self.docket)).batch_id)
        if handed_in:
            submit_batch(batch, by=None, now=NOON)
        db.session.commit()
        return batch.id

    def promise(self) -> str:
        """Return the number of a promise that the agency owes."""
        commitment = a_commitment(self.docket, agency_id=self.agency.id)
        published(an_answer(a_concern(self.docket), commitments=[commitment]))
        return str(commitment.number)

    def question(self) -> str:
        """Return the number of a request that the agency is to answer."""
        return a_question(theme=db.session.get_one(Theme, self.led.id)).number

    def settled(self, *, published: bool = True) -> str:
        """Return the number of a request that the agency answered."""
        asked = answered(a_question(theme=db.session.get_one(Theme, self.led.id)))
        return publicly(asked).number if published else asked.number

    def appealed(self) -> str:
        """Return the number of a request whose refusal was appealed."""
        return appealed(a_question(theme=db.session.get_one(Theme, self.led.id))).number

    def page(self) -> str:
        """Return the name of a page that explains something."""
        facts = {"kind": "how_to", "title": in_all("How"), "summary": in_all("What"), "rank": 1}
        page = Page(slug="how", as_of=NOON.date(), **facts)
        page.texts = [PageText(locale="en", is_source=True, markdown="How it goes.")]
        return saved(page).slug

    def inside(self, name: str) -> dict[str, object]:
        """Return the parts of an address of the readers' own organisation."""
        if name in {"go", "hand_over"}:
            return {"organisation": self.left.slug, "key": self.joined(self.left)}
        made: dict[str, Callable[[], int]] = {
            "remove": lambda: self.joined(self.ours),
            "role": lambda: self.joined(self.ours),
            "withdraw": self.member_invitation,
            "answer_request": self.join_request,
            "appeal": lambda: an_accreditation(self.ours, AccreditationState.REFUSED).id,
            "decide": lambda: an_accreditation().id,
            "statutes": lambda: an_accreditation(self.ours, AccreditationState.UPHELD).id,
            "end": lambda: an_authority(self.ours, self.left, given_by_id=self.owner.id).id,
            "letter": lambda: an_authority(self.ours, self.left, given_by_id=self.owner.id).id,
        }
        key = made[name]() if name in made else 0
        return {"organisation": self.ours.slug, "key": key, "code": self.region.code}

    def joined(self, organisation: Organisation) -> int:
        """Return the row number of a membership that nobody needs any more."""
        person = a_member(organisation, MemberRole.MEMBER)
        query = select(Membership.id).where(Membership.person_id == person.id)
        return int(db.session.scalars(query).one())

    def member_invitation(self) -> int:
        """Return the row number of an invitation that waits."""
        ours = get_organisation(self.ours.slug)
        by = db.session.get_one(Person, self.owner.id)
        email = f"{a_person().id}@invited.example"
        role = MemberRole.MEMBER
        invitation, _token = invite_member(ours, email=email, role=role, by=by, now=NOON)
        db.session.commit()
        return invitation.id

    def join_request(self) -> int:
        """Return the row number of a request to be let in."""
        person = a_person()
        ask_to_join(get_organisation(self.ours.slug), by=person, now=NOON)
        db.session.commit()
        query = select(JoinRequest.id).where(JoinRequest.person_id == person.id)
        return int(db.session.scalars(query).one())

    def machine(self, name: str) -> dict[str, object]:
        """Return the parts of an address of a document that machines read."""
        day = self.notice.published_on
        names = {
            "agency": self.agency.code.lower(),
            "document": self.notice.number,
            "facets": "agency",
            "inspection_facets": "agencies",
            "inspection_issues": "daily",
            "category_counts": "page_count",
            "issue": day,
            "suggested_search": self.theme.code.lower(),
        }
        return {
            "name": names.get(name, "none"),
            "number": self.notice.number,
            "language": "en",
            "form": "json",
            "day": f"{day:%Y-%m-%d}",
            "place": f"{day:%Y/%m/%d}/{self.notice.number}",
        }

    def subject(self, endpoint: str) -> dict[str, object]:
        """Return the parts of an address that leads to something that is there."""
        room, _dot, name = endpoint.partition(".")
        special: dict[str, Callable[[], dict[str, object]]] = {
            "comments.comment": lambda: {"number": self.waiting()},
            "comments.receipt": lambda: {"number": self.waiting()},
            "comments.moderate": lambda: {"number": self.waiting()},
            "comments.file": lambda: {"number": self.notice.number},
            "front.notice": lambda: {"number": self.notice.number},
            "register.draft": lambda: {"key": self.draft()},
            "register.preview": lambda: {"key": self.draft()},
            "register.submit": lambda: {"key": self.draft()},
            "register.publish": lambda: {"key": self.submitted()},
            "register.send_back": lambda: {"key": self.submitted()},
            "responses.submit": lambda: {"batch": self.batch(handed_in=False)},
            "responses.promise": lambda: {"number": self.promise()},
            **dict.fromkeys(OF_A_REQUEST, lambda: {"number": self.question()}),
            "outreach.public_answer": lambda: {"number": self.settled()},
            "outreach.publish": lambda: {"number": self.settled(published=False)},
            "outreach.decide_on_appeal": lambda: {"number": self.appealed()},
            "register.theme": lambda: {"code": self.theme.code},
            "register.agency": lambda: {"code": self.agency.code},
            "register.issue": lambda: {"day": self.issue.isoformat()},
            "register.citation": lambda: {
                "volume": 13,
                "series": "RTN",
                "page": self.notice.page,
            },
            "register.goods": lambda: {"number": self.notice.number},
            "register.goods_table": lambda: {"number": self.notice.number},
            "register.dates": lambda: {"number": self.notice.number},
            "register.more_time": lambda: {"number": self.notice.number},
            "register.schedule": lambda: {"key": self.submitted()},
            "register.draft_files": lambda: {"key": self.draft()},
            "register.remove_file": lambda: {"key": self.draft(), "number": 1},
            **dict.fromkeys(TIME, lambda: {"number": a_time_request(self.notice).number}),
            "register.inspected": lambda: {"key": self.inspected()},
            **dict.fromkeys(PLANS, lambda: {"number": a_plan(self.agency).number}),
            "committees.contact": lambda: {"code": self.theme.code},
            "committees.decide": lambda: {"number": self.application},
            "committees.application": lambda: {"number": self.application},
            "committees.take_back": lambda: {"number": self.application},
            "committees.grant": lambda: {"key": self.undertaking},
            "committees.revoke": lambda: {"key": self.undertaking},
            "comments.download": lambda: {"number": self.waiting(), "key": 999_999},
            "register.file": lambda: {"number": self.notice.number, "key": 999_999},
            "register.accessible_file": lambda: {"number": self.notice.number, "key": 999_999},
            "register.inspected_file": lambda: {"key": self.inspected(), "number": 999_999},
            "outreach.request_file": lambda: {"number": self.settled(), "key": 999_999},
            "outreach.page": lambda: {"slug": self.page()},
            "register.cite": lambda: {"citation": f"13-RTN-{self.notice.page}"},
            "static": lambda: {"filename": "styles.css"},
            "accounts.end_sign_in": lambda: {"key": 999_999},
            "accounts.remove_passkey": lambda: {"key": 999_999},
            "opinions.answer": lambda: {"number": self.invitation()},
            "opinions.opinion": lambda: {"number": self.filed_opinion},
            "opinions.reports": lambda: {"number": self.outcome()},
            "opinions.reports_bundle": lambda: {"number": self.outcome()},
        }
        rooms: dict[str, dict[str, object]] = {
            **dict.fromkeys(("editions", "texts", "v1"), self.machine(name)),
            "opinions": {
                "number": self.opinion,
                "code": self.table.committee.code,
                "version": 1,
            },
            "negotiations": {
                "code": self.negotiation.code,
                "theme": self.theme.code,
                "number": 1,
                "key": self.post.id,
            },
            "committees": {"code": self.committee.code, "key": self.place},
            "papers": {"number": self.paper.number, "mark": "R-AAAA-BBBB", "key": 999_999},
        }
        if endpoint in special:
            return special[endpoint]()
        if room == "adjacent":
            rooms["adjacent"] = {
                "key": self.room.id,
                "number": self.table_question(),
                "shift": 999_999,
            }
        if room in rooms:
            return rooms[room]
        if room == "meetings":
            return self.meeting(name)
        if room == "organisations" or endpoint == "comments.of_organisation":
            return self.inside(name)
        if room == "accounts":
            return {"key": a_person().id}
        numbers: dict[str, object] = {"number": self.docket.number, "concern": self.concern.number}
        if room == "responses" and name in {"batch", "publish", "send_back"}:
            numbers = {"batch": self.batch()}
        return numbers

    def readers(self) -> dict[str, Person | None]:
        """Return everyone who may come, by what they are called in the table."""
        elsewhere = an_agency()
        readers = {
            "guest": None,
            "citizen": a_person(),
            "own organisation": self.author,
            "its owner": self.owner,
            "its member": self.member,
            "other organisation": a_person(of=an_organisation()),
        }
        for name, role in AGENCY_ROLES.items():
            readers[name] = a_person(role, at=self.agency)
            readers[f"{name} elsewhere"] = a_person(role, at=elsewhere)
        for role in (Role.MODERATOR, Role.CHAMBER, Role.ADMINISTRATOR):
            readers[role.value] = a_person(role)
        return readers | {
            "chair": self.table.chair,
            "member": self.table.members[0],
            "alternate": self.table.alternate,
            "liaison": self.table.liaison,
            "observer": self.table.observer,
            "secretary": self.table.secretary,
            "expired member": self.gone,
            "invited chair": self.asked.chair,
            "member of an invited committee": self.asked.members[0],
            "member of another committee": self.elsewhere.members[0],
        }


def rules_of(app: Flask, room: str) -> list[Rule]:
    """Return the routes of a room; of several that lead to one view, the shortest."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (str(rule), len(rule.arguments)))
    return list({x.endpoint: x for x in reversed(rules) if _room(x) == room}.values())[::-1]


def _room(rule: Rule) -> str:
    return rule.endpoint.partition(".")[0]


def verdict(status: int) -> str:
    """Return what an answer says about who asks."""
    assert status < 500
    assert status != TOO_MANY
    return {401: "sign in", 403: "no", 404: "hidden"}.get(status, "yes")


@pytest.mark.parametrize("room", ROOMS)
def test_who_may_call_what_is_written_down(app, browse, room, monkeypatch):
    monkeypatch.setitem(app.config, "PORTAL_LIMITS", value=False)  # So many readers, one address.
    world = World()
    people = world.readers()
    walk = Walk(app, browse, people, world)
    lines = [
        f"{method} {rule.endpoint}: {walk.told(rule, method)}"
        for rule in rules_of(app, room)
        for method in sorted(set(rule.methods or ()) & {"GET", "POST"})
    ]

    assert _written("readers", [", ".join(people)]) == [", ".join(people)]
    assert _written(room, lines) == lines


def test_every_room_is_walked(app):
    assert {_room(rule) for rule in app.url_map.iter_rules()} == set(ROOMS)
    assert list(_blocks()) == ["readers", *ROOMS]


class Walk:
    """Every reader at the door of every route."""

    def __init__(
        self,
        app: Flask,
        browse: Callable[..., Browser],
        people: dict[str, Person | None],
        world: World,
    ) -> None:
        self.app, self.browse, self.people, self.world = app, browse, people, world
        self.browsers = {name: browse(person) for name, person in people.items()}

    def path(self, rule: Rule) -> str:
        """Return an address that leads to something that is there."""
        parts = rule.arguments - {"locale", "token"}
        values = {"locale": "en", "token": "a-secret-that-nobody-was-given"}
        if parts:
            wanted = self.world.subject(rule.endpoint)
            values |= {name: wanted[name] for name in parts}
        with self.app.test_request_context():
            return self.app.url_for(
                rule.endpoint, **{name: values[name] for name in rule.arguments}
            )

    def told(self, rule: Rule, method: str) -> str:
        """Ask as every reader; return the verdicts, with those whose they are."""
        found: dict[str, list[str]] = {}
        path = None
        for name in self.people:
            path = path or self.path(rule)
            answer = self.browsers[name].open(path, method=method)
            answer.close()
            told = verdict(answer.status_code)
            found.setdefault(told, []).append(name)
            if method == "POST" and told == "yes":
                path = None  # It may have been used up; the next reader is given another.
                if _room(rule) == ENDS_SIGN_INS:
                    self.browsers[name] = self.browse(self.people[name])
        return "; ".join(
            f"{told}: {self._called(found[told])}"
            for told in ("yes", "no", "hidden", "sign in")
            if told in found
        )

    def _called(self, names: list[str]) -> str:
        if len(names) == len(self.people):
            return "everyone"
        return "others" if len(names) > len(self.people) / 2 else ", ".join(names)


def _blocks() -> dict[str, list[str]]:
    """Return the table: by the name of each block, its lines."""
    blocks = [block.splitlines() for block in WALKED.read_text("utf-8").split("\n\n")]
    return {name: lines for name, *lines in blocks}


def _written(name: str, lines: list[str]) -> list[str]:
    """Return a block of the table; with `PORTAL_GOLDEN=write`, write it first."""
    blocks = _blocks()
    if os.environ.get("PORTAL_GOLDEN") == "write":
        blocks[name] = lines
        whole = [[x, *blocks[x]] for x in ("readers", *ROOMS) if x in blocks]
        WALKED.write_text("\n\n".join("\n".join(x) for x in whole) + "\n", "utf-8")
    return blocks.get(name, [])
