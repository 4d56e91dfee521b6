"""One step in the history of a request."""

from collections.abc import Sequence
from datetime import datetime

from portal.accounts.models import Actor
from portal.kernel.database import db
from portal.outreach.models import InformationRequest, RequestFile, RequestStep
from portal.outreach.rules import RefusalGround, StepKind


def add_step(
    request: InformationRequest,
    kind: StepKind,
    *,
    words: str = "",
    ground: RefusalGround | None = None,
    body: str = "",
    files: Sequence[RequestFile] = (),
    by: Actor | None,
    now: datetime,
) -> RequestStep:
    """Write a step down, at the body that has the request now."""
    step = RequestStep(
        request=request,
        kind=kind,
        at=now,
        by_id=by.id if by else None,
        agency=request.agency,
        words=words.strip(),
        ground=ground,
        body=body,
        files=list(files),
    )
    db.session.add(step)
    db.session.flush()
    return step
