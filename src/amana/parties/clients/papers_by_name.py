"""Identity papers whose kind is told by name, as some doors send them: the whole set at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel.codes.lookup import require_named
from amana.kernel.codes.seeds import CUSTOMER_IDENTIFIER
from amana.kernel.context import Work
from amana.parties.clients.identifiers import IdentityPaper, add_paper
from amana.parties.records import client_identifier
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class NamedPaper:
    """``document_type`` is the name of a value of the code Customer Identifier, in any case."""

    document_type: str
    document_key: str
    issued_by: str | None = None
    valid_until: date | None = None


_FORGET = Statement(
    sa.delete(client_identifier).where(client_identifier.c.client_id == sa.bindparam("client_id"))
)


def add_named_papers(work: Work, client_id: int, papers: Sequence[NamedPaper]) -> None:
    """Record papers of a client; InvalidInput for a kind that is none."""
    for index, paper in enumerate(papers):
        kind = require_named(
            work.session, CUSTOMER_IDENTIFIER, paper.document_type, field=f"papers[{index}].document_type"
        )
        told = IdentityPaper(
            document_type=kind,
            document_key=paper.document_key,
            issued_by=paper.issued_by,
            valid_until=paper.valid_until,
        )
        add_paper(work, client_id, told)


def replace_papers(work: Work, client_id: int, papers: Sequence[NamedPaper]) -> None:
    """Put these in the place of all papers of the client."""
    work.session.run(_FORGET, client_id=client_id)
    add_named_papers(work, client_id, papers)
