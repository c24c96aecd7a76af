"""What rows cannot say about Mambu."""

from collections.abc import Callable, Mapping

from amana.dialects.base.desk import Desk
from amana.dialects.base.entry import readable_command
from amana.dialects.base.faults import BadRequest, FaultKind
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Does


def create_or_update(name: str, created: Does, changed: Does) -> Callable[[Request, Desk], Response]:
    """One path for two commands: the record's key, in the object ``name`` of the body, tells them apart."""

    def serve(request: Request, desk: Desk) -> Response:
        record = request.object.get(name)
        row = changed if isinstance(record, dict) and record.get("encodedKey") else created
        return desk.do(readable_command(desk, row), row.answers)

    return serve


def by_type(rows: Mapping[str, Does]) -> Callable[[Request, Desk], Response]:
    """One path for several commands: ``type`` in the body tells them apart."""

    def serve(request: Request, desk: Desk) -> Response:
        asked = request.object.get("type")
        row = rows.get(asked.strip().upper()) if isinstance(asked, str) else None
        if row is None:
            raise BadRequest.of(FaultKind.NOT_ONE_OF, "type", asked, *rows)
        return desk.do(readable_command(desk, row), row.answers)

    return serve
