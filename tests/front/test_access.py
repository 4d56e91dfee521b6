"""The page and the command that say who may do what: read from the policies, all of them."""

from html import unescape

from portal.accounts.holders import holders_of
from portal.accounts.policy import may_manage_people, may_use_account
from portal.accounts.rules import Role
from portal.front.labels import ROOMS
from portal.responses.policy import may_answer
from portal.web.access import permissions


def test_a_permission_of_an_office_names_the_office_and_others_do_not():
    assert holders_of(may_manage_people) == (False, (Role.ADMINISTRATOR,))
    assert holders_of(may_use_account) == (True, tuple(Role))
    assert holders_of(may_answer) is None


def test_the_page_names_every_permission_in_its_own_words(app, browse):
    page = unescape(browse().get("/en/access").text)
    listed = permissions(app)
    assert len(listed) > 20
    for room, _name, permission in listed:
        assert " ".join(permission.__doc__.split()) in page
        assert room in ROOMS
        assert f'id="{room}"' in page


def test_the_command_prints_every_permission_with_whoever_holds_it(app):
    result = app.test_cli_runner().invoke(args=["access", "matrix"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert len(lines) == len(permissions(app))
    [people] = [line for line in lines if "\tmay_manage_people\t" in line]
    assert people.split("\t")[2] == "administrator"
    [answer] = [line for line in lines if "\tmay_answer\t" in line]
    assert answer.split("\t")[2] == "depends on what it is about"


def test_the_command_prints_what_every_route_says_to_whom(app):
    result = app.test_cli_runner().invoke(args=["access", "matrix", "--routes"])
    assert "GET front.home: yes: everyone" in result.output
    assert "POST accounts.disable: yes: administrator; no: others; sign in: guest" in result.output
    for rule in app.url_map.iter_rules():
        for method in rule.methods & {"GET", "POST"}:
            assert f"\n{method} {rule.endpoint}: " in result.output


def test_the_command_counts_routes_and_readers_in_its_last_line(app):
    result = app.test_cli_runner().invoke(args=["access", "matrix", "--routes"])
    methods = {x.endpoint: x.methods & {"GET", "POST"} for x in app.url_map.iter_rules()}
    asked = sum(len(each) for each in methods.values())
    assert result.output.splitlines()[-1] == (
        f"{len(methods)} routes, {asked} with their methods, each asked by 29 readers:"
        f" {asked * 29} answers"
    )
