"""One conversation with the API: requests that must succeed, and the last answers."""

import calendar
import json
from datetime import date
from urllib.parse import urlencode

from tests.replay.outcomes import Differs

MONTHS = calendar.month_name
SPELLING = {"locale": "en", "dateFormat": "dd MMMM yyyy"}
SHOWN_OF_A_REFUSAL = 300


class Refused(Differs):
    """The API answered with anything but success."""

    def __init__(self, method, target, reply):
        self.status = reply.status
        super().__init__(
            f"{method} {target.partition('?')[0]}{_command(target)}: {reply.status} {_words(reply)}"
        )


def _command(target):
    query = target.partition("?")[2]
    return f"?{query}" if query.startswith("command=") else ""


def _words(reply):
    try:
        body = reply.body
    except ValueError:
        return reply.text[:SHOWN_OF_A_REFUSAL].decode(errors="replace")
    said = [
        f"{one.get('userMessageGlobalisationCode')} ({one.get('parameterName')})"
        for one in body.get("errors") or ()
    ]
    return "; ".join(said) or str(body.get("userMessageGlobalisationCode") or body)[:SHOWN_OF_A_REFUSAL]


def spelled(day):
    """``2024-02-01`` as the requests write it: ``01 February 2024``; None stays None."""
    if day is None:
        return None
    found = date.fromisoformat(day)
    return f"{found.day:02} {MONTHS[found.month]} {found.year}"


class Wire:
    """``get`` remembers its answers until the next write."""

    def __init__(self, caller):
        self.caller = caller
        self.seen = {}
        self.reply = None

    def send(self, method, target, body=None, **headers):
        """A write; the body's dates are texts already, values that are None stay behind."""
        self.seen = {}
        if body is not None:
            body = {**{name: value for name, value in body.items() if value is not None}, **SPELLING}
        self.reply = self.caller.call(method, target, body, **headers)
        if self.reply.status not in (200, 202):
            raise Refused(method, target, self.reply)
        return json.loads(self.reply.text) if self.reply.text else None

    def post(self, target, body=None, **headers):
        return self.send("POST", target, body if body is not None else {}, **headers)

    def put(self, target, body=None):
        return self.send("PUT", target, body if body is not None else {})

    def delete(self, target):
        return self.send("DELETE", target)

    def get(self, path, **query):
        """A read."""
        target = f"{path}?{urlencode(query)}" if query else path
        if target not in self.seen:
            reply = self.caller.call("GET", target)
            if reply.status != 200:
                raise Refused("GET", target, reply)
            self.seen[target] = reply.body
        return self.seen[target]
