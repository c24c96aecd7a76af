"""Several dialects behind one address.

Each answers under its own bases. Where two share one (Mambu and the supervisor reports both live under ``/api``), the
first whose rows know the path serves it; a path nobody knows is refused in the words of the first that has the base.
"""

from collections.abc import Sequence

from amana.dialects.base.asgi import DialectApp, Receive, Scope, Send


class Dialects:
    """Picks the dialect for a request; ``serves`` tells the server whether any of them is meant."""

    def __init__(self, apps: Sequence[DialectApp]) -> None:
        self.apps = tuple(apps)

    def find(self, path: str) -> DialectApp | None:
        """The dialect that serves a path."""
        candidates = [(length, app) for app in self.apps if (length := app.depth(path)) > 0]
        if not candidates:
            return None
        knowing = [(length, app) for length, app in candidates if app.knows(path)]
        return max(knowing or candidates, key=lambda found: found[0])[1]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI; only for paths that ``find`` knows."""
        app = self.find(scope["path"])
        if app is None:
            raise LookupError(scope["path"])
        await app(scope, receive, send)
