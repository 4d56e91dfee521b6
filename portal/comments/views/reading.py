"""Reading comments: the list of a docket, one comment, its files. Everyone may."""

from datetime import datetime

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.rules import OrganisationGroup
from portal.attachments.files import download as hand_out
from portal.comments.forms import NarrowingForm
from portal.comments.labels import CAPACITIES, REASONS, STANCE_BADGES, STANCES, STATES
from portal.comments.policy import may_know_of, may_moderate, may_read_comment, may_see_own
from portal.comments.queries import (
    WHOLE,
    Narrowing,
    comments_of_organisation,
    counts_of,
    find_docket_number,
    get_comment,
    get_file,
    matrix_of,
    number_of,
    posted_comments,
    questions_in,
    regions,
)
from portal.comments.rules import POSTED, Stance, Visibility
from portal.comments.views.browser import filed_here
from portal.comments.views.room import bp
from portal.comments.views.shown import author_of, shown_comment
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.ledger.queries import version_of
from portal.organisations.queries import get_organisation, version
from portal.register.queries import get_docket
from portal.web.caching import public_page, reader_is_known
from portal.web.turning import turn, turned
from portal.web.urls import key_in


def _version_of_docket(number: str) -> str:
    return version_of(number)


@bp.get("/dockets/<number>/comments")
@public_page(_version_of_docket)
def of_docket(number: str) -> ResponseReturnValue:
    """List the posted comments of a docket, the newest first."""
    docket = get_docket(number)
    questions = questions_in(docket.id)
    form = NarrowingForm(request.args)
    places = regions()
    form.offer(questions, places)
    narrowing = _narrowing(
        form, {question.id for question, _notice in questions}, {key for key, _name in places}
    )
    return render_template(
        "comments/of_docket.html",
        docket=docket,
        form=form,
        narrowing=narrowing,
        has_questions=bool(questions),
        counts=counts_of(docket.id),
        page=posted_comments(docket.id, narrowing=narrowing, turn=turn(datetime)),
        turned=turned,
        author_of=author_of,
        stances=STANCES,
        badges=STANCE_BADGES,
    )


@bp.get("/dockets/<number>/positions")
@public_page(_version_of_docket)
def positions(number: str) -> ResponseReturnValue:
    """Show where associations stand on each question of a docket, and where they agree."""
    docket = get_docket(number)
    matrix = matrix_of(docket.id, after=key_in("after"))
    return render_template(
        "comments/positions.html",
        docket=docket,
        matrix=matrix,
        columns=[(x, notice) for x, notice in questions_in(docket.id) if x.id in matrix.agreements],
        WHOLE=WHOLE,
        stances=STANCES,
        badges=STANCE_BADGES,
    )


def _version_of_organisation(organisation: str) -> str:
    return version() if organisation else ""


@bp.get("/organisations/<organisation>/comments")
@public_page(_version_of_organisation)
def of_organisation(organisation: str) -> ResponseReturnValue:
    """List what an organisation filed, the newest first."""
    found = get_organisation(organisation)
    return render_template(
        "comments/of_organisation.html",
        organisation=found,
        page=comments_of_organisation(found, turn=turn(datetime)),
        turned=turned,
        stances=STANCES,
        badges=STANCE_BADGES,
    )


def _narrowing(form: NarrowingForm, questions: set[int], places: set[int]) -> Narrowing:
    """Read what is asked for; what is no choice is not asked for."""
    stance, group = form.stance.data, form.group.data
    question, region = form.question.data, form.region.data
    return Narrowing(
        stance=Stance(stance) if stance in set(Stance) else None,
        group=OrganisationGroup(group) if group in set(OrganisationGroup) else None,
        people=group == "people",
        question=question if question in questions else None,
        region=region if region in places else None,
    )


def _version(number: str) -> str:
    docket = find_docket_number(number)
    if docket is None:
        raise Missing(N_("There is no such comment."))
    return version_of(docket)


@bp.get("/comments/<number>")
@public_page(_version)
def comment(number: str) -> ResponseReturnValue:
    """Show one comment; of one that is not shown, its number, its days and the reason."""
    found = get_comment(number)
    own = reader_is_known() and (filed_here(found) or may_see_own(current_user, found))
    if not own and not may_know_of(current_user, found):
        raise Missing(N_("There is no such comment."))
    facts = {
        "comment": found,
        "states": STATES,
        "stances": STANCES,
        "badges": STANCE_BADGES,
        "capacities": CAPACITIES,
    }
    if own or may_read_comment(current_user, found):
        shown = shown_comment(found, sealed=own or may_moderate(current_user))
        is_public = found.state in POSTED
        return render_template("comments/comment.html", shown=shown, is_public=is_public, **facts)
    return render_template(
        "comments/tombstone.html",
        reason=REASONS[found.withhold_reason] if found.withhold_reason else None,
        original=number_of(found.duplicate_of_id),
        **facts,
    )


@bp.get("/comments/<number>/files/<key:key>")
def download(number: str, key: int) -> Response:
    """Hand out a file of a comment, to be saved."""
    found, file = get_file(number, key)
    public = found.state in POSTED and not file.confidential
    public = public and found.visibility is not Visibility.COMMITTEE
    own = filed_here(found) or may_see_own(current_user, found)
    if not public and not own and not may_moderate(current_user):
        raise Missing(N_("This file is not here."))
    return hand_out(file.attachment, public=public)
