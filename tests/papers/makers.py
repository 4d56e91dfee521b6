"""Builders of restricted papers and of those around them."""

from typing import Any

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.committees.models import Committee
from portal.committees.rules import Clearance
from portal.kernel.database import db
from portal.papers.actions import file_paper
from portal.papers.models import Paper
from portal.papers.rules import NewPaper, PaperKind
from portal.papers.words import seal
from tests.adjacent.makers import bound
from tests.committees.makers import a_declaration, an_undertaking
from tests.conftest import NOON
from tests.makers import a_committee, a_person, a_seat, a_theme, an_agency, an_organisation, in_all

WORD = "velvetquota"
"""Stands in the text of every paper that tests file."""


def a_paper(
    agency: Agency, *committees: Committee, by: Person | None = None, **facts: Any
) -> Paper:
    """A paper of the agency that the committees may read."""
    facts = {
        "kind": PaperKind.STUDY,
        "clearance": Clearance.COMMITTEE_CONFIDENTIAL,
        "title": in_all("What cheese costs"),
        "locale": "en",
        "text": f"# Findings\n\nThe {WORD} is 400 tonnes.",
    } | facts
    new = NewPaper(**facts)
    paper = file_paper(
        new,
        sealed=seal(new.text),
        committees=committees,
        agency=agency,
        by=by or a_person(Role.NEGOTIATOR, at=agency),
        now=NOON,
    )
    db.session.commit()
    return paper


class Circle:
    """An agency, a committee, and people who may and may not read."""

    def __init__(self) -> None:
        self.agency: Agency = an_agency()
        self.owner = a_person(Role.NEGOTIATOR, at=self.agency, name="Dinara Owner")
        self.committee: Committee = a_committee(a_theme())
        self.member = bound(a_person(name="Serik Member"))
        self.adviser = a_person(name="Zhanar Adviser")
        an_undertaking(self.adviser, Clearance.CLEARED_ADVISER)
        a_declaration(self.adviser)
        for person in (self.member, self.adviser):
            a_seat(self.committee, an_organisation(), holder=person)

    def paper(self, **facts: Any) -> Paper:
        """A paper of the agency that the committee may read."""
        return a_paper(self.agency, self.committee, by=self.owner, **facts)

    def outsiders(self) -> list[Person]:
        """People who are near, and may not know of it."""
        elsewhere = bound(a_person())
        a_seat(a_committee(a_theme()), an_organisation(), holder=elsewhere)
        unsigned, undeclared = a_person(), a_person()
        a_declaration(unsigned)
        an_undertaking(undeclared)
        for person in (unsigned, undeclared):
            a_seat(self.committee, an_organisation(), holder=person)
        others = [a_person(role, at=an_agency()) for role in Role]
        return [elsewhere, unsigned, undeclared, a_person(), *others, a_person(Role.ADMINISTRATOR)]
