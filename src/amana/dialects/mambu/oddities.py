"""What rows cannot say about Mambu."""

from collections.abc import Callable

from amana.dialects.base.desk import Desk
from amana.dialects.base.entry import readable_command
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Does


def create_or_update(created: Does, changed: Does) -> Callable[[Request, Desk], Response]:
    """One path for two commands: the client's key in the body tells them apart."""

    def serve(request: Request, desk: Desk) -> Response:
        client = request.object.get("client")
        row = changed if isinstance(client, dict) and client.get("encodedKey") else created
        return desk.do(readable_command(desk, row), row.answers)

    return serve
