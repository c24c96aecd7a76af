"""What can go wrong with the embedded PostgreSQL, as a person at a terminal should read it."""


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot be started, found or stopped; the message says why and what to do."""


class DataFolderInUse(EmbeddedError):  # noqa: N818 - a state, named as the person meets it
    """Another serving process holds the data folder."""


class StartFailed(EmbeddedError):  # noqa: N818
    """PostgreSQL ended or did not become ready; the message carries the end of its log."""
