"""The library of answers that everyone reads."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import Theme
from portal.outreach.models import InformationRequest, PublicAnswer, RequestFile, RequestStep


def _whole() -> Select[PublicAnswer]:
    return select(PublicAnswer).options(
        joinedload(PublicAnswer.request).load_only(InformationRequest.number),
        joinedload(PublicAnswer.theme),
        joinedload(PublicAnswer.agency),
    )


def select_answers(*, q: str = "", theme: str = "") -> Select[PublicAnswer]:
    """Return the statement for the answers that hold every word sought, in any language."""
    query = _whole()
    for word in q.lower().split():
        query = query.where(PublicAnswer.search_text.contains(word, autoescape=True))
    if theme:
        query = query.where(PublicAnswer.theme.has(Theme.code == theme))
    return query


def get_public_answer(number: str) -> PublicAnswer:
    """Return the answer that was published to a request. Raises Missing."""
    query = _whole().where(PublicAnswer.request.has(InformationRequest.number == number))
    answer = db.session.scalar(query)
    if answer is None:
        raise Missing(N_("There is no such answer."))
    return answer


def get_public_files(answer: PublicAnswer) -> list[RequestFile]:
    """Return the files that were published with an answer."""
    query = (
        select(RequestFile)
        .join(RequestFile.step)
        .where(RequestStep.request_id == answer.request_id, RequestFile.public)
        .options(joinedload(RequestFile.attachment))
        .order_by(RequestFile.id)
    )
    return list(db.session.scalars(query))
