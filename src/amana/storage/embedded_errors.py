"""What can go wrong with the embedded PostgreSQL, as a person at a terminal should read it."""


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot be started, found or stopped; the message says why and what to do."""


class DataFolderInUse(EmbeddedError):
    """Another serving process holds the data folder."""


class StartFailed(EmbeddedError):
    """PostgreSQL ended or did not become ready; the message carries the end of its log."""
