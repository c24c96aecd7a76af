"""Generated from the rows, for every operation that is played: nobody is told to log in, no right is forbidden."""

from collections.abc import Callable
from typing import Any

import pytest

from amana.dialects.base.rows import Row
from tests.contract.test_contract import assert_played, needs_contracts
from tests.contract.worlds import WORLDS
from tests.dialects.caller import Caller, Reply
from tests.dialects.golden.test_rights import filled, guarded, headers
from tests.tenant_fixtures import copied

PLAYED = [name for name in WORLDS if name != "supervision"]
"""Supervisor reports, whose right is to be a supervisor, have their own tests."""
ROWS = [(name, row) for name in PLAYED for row in WORLDS[name][0]().declared if not row.public]


class Forbidden(Caller):
    """Sends everything as somebody without rights first, who is refused; ``refused`` names the rows."""

    powerless: Caller
    refused: set[str]

    @classmethod
    def on(cls, caller: Caller, powerless: Caller) -> "Forbidden":
        """The administrator, and somebody without rights."""
        made = cls(caller.entry, caller.headers)
        made.powerless, made.refused = powerless, set()
        return made

    def call(self, method: str, target: str, body: Any = None, **more: str) -> Reply:
        """Send as both."""
        row = self.row(method, target, body, **more)
        if not row.public and guarded(row):
            reply = self.powerless.call(method, target, body, **more)
            assert reply.status == 403, f"{row.id}: {reply.status} {reply.text.decode()}"
            self.refused.add(row.id)
        return super().call(method, target, body, **more)


@needs_contracts
@pytest.mark.parametrize("name", PLAYED)
def test_without_the_right_it_is_forbidden(
    name: str, database_server: Callable[..., str], template_database: str
) -> None:
    make_dialect, make_play = WORLDS[name]
    with copied(database_server, template_database) as tenant:
        play = make_play(tenant)
        assert play.powerless is not None
        forbidden = Forbidden.on(play.caller, play.powerless)
        play.exchanges(forbidden)
        free = {row.id for row in make_dialect().declared if not row.public and not guarded(row)}
        assert_played(make_dialect(), forbidden.refused | free)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{name}:{row.route}" for name, row in ROWS])
def test_nobody_in_particular_is_told_to_log_in(name: str, row: Row, tenant: Any) -> None:
    caller = Caller.of(WORLDS[name][0](), tenant).anonymous()
    body = b"{}" if row.route.method in {"POST", "PUT", "PATCH"} else None
    assert caller.call(row.route.method, filled(row), body, **headers(row)).status == 401
