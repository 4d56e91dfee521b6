"""Filing a comment: fill in, check, file; the receipt; confirming the address."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Organisation
from portal.attachments.files import take
from portal.attachments.notes import pack, unpack
from portal.attachments.rules import MOST_FILES, Kept
from portal.comments.actions import (
    check_letter,
    confirm_comment,
    disown_comment,
    enter_comment,
    prepare_comment,
)
from portal.comments.forms import AnswerForm, FilingForm
from portal.comments.labels import CAPACITIES, STANCE_BADGES, STANCES, STATES
from portal.comments.letters import owe_receipt, owe_word_to_giver
from portal.comments.policy import may_see_own, may_speak_for
from portal.comments.queries import (
    Call,
    find_by_key,
    get_call,
    get_comment,
    get_filed_by_link,
    period_now,
    regions,
)
from portal.comments.rules import (
    OF_COMMITTEES,
    POSTED,
    TOO_MANY_FILES,
    CommentState,
    Filing,
    Visibility,
    check_filing,
    check_period,
    next_days,
)
from portal.comments.views.browser import filed_here, remember_confirmed
from portal.comments.views.room import bp
from portal.comments.views.shown import shown_comment, shown_filing
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.text import N_
from portal.organisations.models import Authority
from portal.organisations.queries import find_letter, letters_for
from portal.web.access import authorize_anyone
from portal.web.browsers import bound, know_browser
from portal.web.forms import refusals_on
from portal.web.limits import limited, source, spend
from portal.web.locale import _, translated
from portal.web.settings import setting
from portal.web.transaction import begin_writing, reads_first

HOUR = 60 * 60
FILINGS_AN_HOUR = 30
UPLOADS_AN_HOUR = 60

LABELS = {
    "stances": STANCES,
    "badges": STANCE_BADGES,
    "states": STATES,
    "capacities": CAPACITIES,
}


@bp.route("/notices/<number>/comment", methods=["GET", "POST"])
@reads_first
@limited("comment-form", tries=300, seconds=HOUR)
def file(number: str) -> ResponseReturnValue:
    """Take a comment: its form, the check of how it will look, and the filing itself."""
    authorize_anyone()
    if setting("PORTAL_LIMITS") and any(upload.filename for upload in request.files.values()):
        spend(f"comment-upload:{source()}", tries=UPLOADS_AN_HOUR, seconds=HOUR)
    notice = get_call(number)
    try:
        check_period(notice.period, now=clock.now())
    except RuleBroken as broken:
        return render_template("comments/closed.html", notice=notice, why=translated(broken)), 200
    form = FilingForm()
    form.prepare(notice.questions, regions(), _letters(notice))
    if request.method == "GET":
        know_browser()
        return _form(form, notice, {})
    step = request.form.get("step", "file")
    if step in {"check", "file"}:
        return _go_on(form, notice, final=step == "file")
    files = _take_files(form)
    _rearrange(form, step)
    return _form(form, notice, files, fresh=True)


def _letters(notice: Call) -> list[Authority]:
    """Return the letters under which the reader may file here in another's name."""
    own = [m.organisation_id for m in current_user.memberships]
    spoken_for = [key for key in own if current_user.represents(key)]
    return letters_for(spoken_for, docket_id=notice.docket.id, today=clock.legal_day(clock.now()))


def _go_on(form: FilingForm, notice: Call, *, final: bool) -> ResponseReturnValue:
    """Show how it will look, or file it; show the form again where something is to be mended."""
    key = bound(form.own_key)
    if final and (done := find_by_key(key)):
        return _receipt_of(done, again=True)
    good = form.validate_on_submit()
    files = _take_files(form)
    with refusals_on(form):
        filing = _filing(form, files, notice)
        check_filing(filing, questions=[question.number for question in notice.questions])
        if good and not form.errors:
            if not final:
                return _check(form, notice, filing, files)
            number, again = _file(filing, notice, key)
            return _receipt_of(number, again=again)
    return _form(form, notice, files)


def _rearrange(form: FilingForm, step: str) -> None:
    if step == "add":
        form.add_point()
    elif step.startswith("remove-"):
        form.take_away(step.removeprefix("remove-"))


def _take_files(form: FilingForm) -> dict[str, Kept]:
    """Store what came with the form; return all its files by their signed notes."""
    files = unpack(request.form.getlist("kept")[: MOST_FILES + 1])
    for upload in form.files.data or ():
        if not upload or not upload.filename:
            continue
        if len(files) >= MOST_FILES:
            form.refuse(RuleBroken(TOO_MANY_FILES, field="files", most=MOST_FILES))
            break
        try:
            kept = take(upload)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            files[pack(kept)] = kept
    return files


def _filing(form: FilingForm, files: dict[str, Kept], notice: Call) -> Filing:
    filing = form.filing(list(files.values()))
    if filing.authority_id is not None:
        check_letter(filing, docket_id=notice.docket.id, by=current_user, now=clock.now())
    elif not may_speak_for(current_user, filing.organisation_id):
        raise RuleBroken(N_("Say for whom you speak."), field="speaker")
    return filing


def _file(filing: Filing, call: Call, key: str) -> tuple[str, bool]:
    """File it once, however often and from wherever the same form arrives; return its number."""
    if setting("PORTAL_LIMITS"):
        spend(f"comment:{source()}", tries=FILINGS_AN_HOUR, seconds=HOUR)
    now = clock.now()
    prepared = prepare_comment(filing, call=call, key=key, by=current_user, now=now)
    begin_writing()
    check_period(period_now(call.number), now=now)
    check_letter(filing, docket_id=call.docket.id, by=current_user, now=now)
    try:
        enter_comment(prepared)
    except IntegrityError:
        begin_writing()
        if done := find_by_key(key):
            return done, True
        raise
    owe_receipt(prepared.comment, secret=prepared.secret, now=now)
    owe_word_to_giver(prepared.comment, now=now)
    return prepared.comment.number, False


def _receipt_of(number: str, *, again: bool) -> ResponseReturnValue:
    if again:
        flash(_("This form had been filed already. Nothing was filed twice."), "info")
    return redirect(url_for("comments.receipt", number=number), 303)


def _form(
    form: FilingForm, notice: Call, files: dict[str, Kept], *, fresh: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "comments/file.html",
        form=form,
        notice=notice,
        files=files,
        is_late=not _is_open(notice),
        most_files=MOST_FILES,
    )
    return page, 200 if fresh else form.status


def _is_open(notice: Call) -> bool:
    return notice.period is not None and notice.period.is_open(clock.now())


def _check(
    form: FilingForm, notice: Call, filing: Filing, files: dict[str, Kept]
) -> ResponseReturnValue:
    organisation = None
    if filing.organisation_id is not None:
        organisation = db.session.get(Organisation, filing.organisation_id)
    today = clock.legal_day(clock.now())
    letter = filing.authority_id and find_letter(
        filing.authority_id, docket_id=notice.docket.id, today=today
    )
    name = current_user.name if current_user.is_authenticated else filing.name
    own = {"csrf_token", "step", "kept", "key"}
    fields = [(n, v) for n, v in request.form.items(multi=True) if n not in own]
    fields += [("key", form.own_key), *(("kept", note) for note in files)]
    return render_template(
        "comments/check.html",
        form=AnswerForm(formdata=None),
        fields=fields,
        notice=notice,
        filing=filing,
        shown=shown_filing(
            filing,
            notice=notice,
            organisation=organisation,
            agent=letter.holder if letter else None,
            name=name,
            now=clock.now(),
        ),
        days=next_days(clock.now(), notice.closes_on),
        **LABELS,
    )


@bp.get("/receipts/<number>")
def receipt(number: str) -> ResponseReturnValue:
    """Show what was received, as it was committed, to those who filed it."""
    comment = get_comment(number)
    own = filed_here(comment) or may_see_own(current_user, comment)
    public = comment.state in POSTED and comment.visibility is not Visibility.COMMITTEE
    if not own and not public:
        raise Missing(N_("There is no such receipt."))
    closes = comment.notice.closes_on if comment.notice else None
    return render_template(
        "comments/receipt.html",
        comment=comment,
        shown=shown_comment(comment, sealed=own),
        own=own,
        is_pending=comment.state is CommentState.VERIFICATION_PENDING,
        is_posted=public,
        adopted=comment.capacity in OF_COMMITTEES,
        days=next_days(comment.filed_at, closes),
        **LABELS,
    )


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@limited("comment-confirm", tries=60, seconds=HOUR)
def confirm(token: str) -> ResponseReturnValue:
    """Let the owner of an address say that the comment is theirs, or that it is not."""
    authorize_anyone()
    now = clock.now()
    comment, filer = get_filed_by_link(token, deciding=request.method == "POST")
    form = AnswerForm()
    if form.validate_on_submit():
        if request.form.get("answer") == "no":
            disown_comment(comment, filer, now=now)
            flash(_("Thank you. That comment will not be shown to anyone."), "success")
            return redirect(url_for("front.home"), 303)
        confirm_comment(comment, filer, now=now)
        remember_confirmed(comment)
        flash(_("Your address is confirmed. A moderator reads the comment next."), "success")
        return redirect(url_for("comments.receipt", number=comment.number), 303)
    return render_template(
        "comments/confirm.html", form=form, comment=comment, shown=shown_comment(comment), **LABELS
    ), form.status
