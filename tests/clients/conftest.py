"""Real clients talk to a real server."""

from tests.server.conftest import home, start_server  # noqa: F401 - fixtures
