"""Files beside a draft: putting them there, and taking them away."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.attachments.files import take
from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized
from portal.register.actions import attach_file, detach_file
from portal.register.forms import FileForm
from portal.register.labels import FILES
from portal.register.models import Notice
from portal.register.policy import may_edit
from portal.register.queries import files_of, get_file
from portal.register.rules import FileKind
from portal.register.views.blueprint import bp
from portal.register.views.drafts import draft_seen
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _, current_locale
from portal.web.transaction import begin_writing, reads_first


@bp.route("/desk/notices/<key:key>/files", methods=["GET", "POST"])
@reads_first
def draft_files(key: int) -> ResponseReturnValue:
    """Put a file beside a draft."""
    notice = draft_seen(key)
    authorize(may_edit, notice)
    form = FileForm()
    if form.validate_on_submit():
        upload, readable = form.uploads
        try:
            kept = take(upload) if upload else None
            accessible = take(readable) if readable else None
        except RuleBroken as broken:
            form.refuse(broken)
            return _files(notice, form)
        begin_writing()
        notice = draft_seen(key)
        with refusals_on(form):
            if kept is None:
                raise RuleBroken(N_("Choose a file."), field="files")
            attach_file(
                notice,
                file=kept,
                kind=FileKind(form.kind.data),
                title=form.file_title.data or Localized(source=current_locale()),
                locale=str(form.locale.data),
                accessible=accessible,
                source=form.source.data,
                as_of=form.as_of.data,
                now=clock.now(),
            )
            flash(_("The file stands beside the draft."))
            return redirect(url_for(".draft_files", key=key), 303)
    if form.errors:
        notice = draft_seen(key)
    return _files(notice, form)


@bp.post("/desk/notices/<key:key>/files/<key:number>/remove")
def remove_file(key: int, number: int) -> ResponseReturnValue:
    """Take a file away from a draft."""
    notice = draft_seen(key)
    authorize(may_edit, notice)
    form = FileForm(formdata=None)
    with refusals_on(form):
        detach_file(notice, get_file(notice, number), now=clock.now())
    if form.errors:
        return _files(draft_seen(key), form)
    flash(_("The file is taken away."))
    return redirect(url_for(".draft_files", key=key), 303)


def _files(notice: Notice, form: FileForm) -> ResponseReturnValue:
    page = render_template(
        "register/draft_files.html", notice=notice, form=form, files=files_of(notice), FILES=FILES
    )
    return page, form.status
