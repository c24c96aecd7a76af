"""A caller that watches: which rows succeed, that each success is as documented, that a repeated write happens once."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import jsonschema

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.openapi import document
from amana.dialects.base.request import Response
from amana.dialects.base.rows import Row
from tests.dialects.caller import Caller, Reply, only_asks

JSON = "application/json"
TOLD_ONCE = {"issue-api-key"}
"""Whose answer holds a secret, which is not kept and so not told again."""

WITHOUT_KEY = {"accruals_run", "jobs_execute", "jobs_execute_by_short_name", "loans_catch_up"}
"""Jobs over many loans, a command for each: no key holds them together; run again, they do what is left to do."""


class Watch:
    """What the rows of one dialect answered."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.document = document(dialect, split=True)
        self.reached: set[str] = set()
        self.last: Row | None = None
        self._schemas = {
            (name, status): answer["content"][JSON]["schema"]
            for path in self.document["paths"].values()
            for operation in path.values()
            for name in operation["x-operations"]
            for status, answer in operation["responses"].items()
            if JSON in answer.get("content", {})
        }

    def __call__(self, _dialect: str, row: Row | None, response: Response) -> None:
        """Look at a response."""
        self.last = row
        assert response.status < 500 or response.status == 501, response.body.decode()
        if row is not None and response.status < 300:
            self.reached.add(row.id)
            self._compare(row, response)

    def _compare(self, row: Row, response: Response) -> None:
        schema = self._schemas.get((row.id, str(response.status)))
        if schema is not None and response.body:
            whole = {**schema, "components": self.document["components"]}
            jsonschema.Draft202012Validator(whole).validate(Reply(200, response.body, {}).body)

    def watched(self, caller: Caller) -> Caller:
        """The caller, watched."""
        return Caller(replace(caller.entry, watch=self), caller.headers)


class Insisting(Caller):
    """Sends every write several times: at once, once more, with another body, as another user. It happens once."""

    other: Caller
    repeated: set[str]

    @classmethod
    def on(cls, caller: Caller, other: Caller) -> "Insisting":
        """A caller that insists; ``other`` is somebody else."""
        made = cls(caller.entry, caller.headers)
        made.other, made.repeated = other, set()
        return made

    def call(self, method: str, target: str, body: Any = None, **headers: str) -> Reply:
        """Send, and send again if it was a write that went well."""
        row = self.row(method, target, body, **headers)
        if row.public or only_asks(row):
            return super().call(method, target, body, **headers)
        if row.id in WITHOUT_KEY:
            first, again = (super(Insisting, self).call(method, target, body, **headers) for _ in range(2))
            assert (again.status, again.text) == (first.status, first.text), row.id
            self.repeated.add(row.id)
            return first
        key = {"idempotency_key": uuid4().hex}

        def send() -> Reply:
            return super(Insisting, self).call(method, target, body, **headers, **key)

        both = at_once(send, send)
        first = next(reply for reply in both if "idempotent-replayed" not in reply.headers)
        assert first.status < 300, first.text.decode()
        for again in (*(reply for reply in both if reply is not first), send()):
            replayed = again.headers.get("idempotent-replayed")
            assert (again.status, replayed) == (first.status, "true"), row.id
            assert again.text == first.text or row.id in TOLD_ONCE
        clash = super().call(method, target, {"other": "content"}, **headers, **key)
        assert 400 <= clash.status < 500, clash.text.decode()
        theirs = self.other.call(method, target, body, **headers, **key)
        assert "idempotent-replayed" not in theirs.headers
        self.repeated.add(row.id)
        return first


def at_once(*calls: Callable[[], Reply]) -> list[Reply]:
    """The replies to calls made at the same moment."""
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda call=call: replies.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(replies) == len(calls)
    return replies
