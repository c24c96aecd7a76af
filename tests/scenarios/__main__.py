"""Write the table of who can tell which story."""

from tests.scenarios.test_stories import COVERAGE, coverage

COVERAGE.write_text(coverage())
