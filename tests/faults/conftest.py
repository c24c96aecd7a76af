"""Servers with a data folder of their own."""

from tests.server.conftest import home, start_server

__all__ = ["home", "start_server"]
