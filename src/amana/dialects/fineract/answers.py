"""Answers that only today's Fineract gives."""

from dataclasses import dataclass
from typing import Any

from amana.dialects.base.request import Request
from amana.dialects.families.mifos.answers import Paged


@dataclass(frozen=True)
class OnePage(Paged):
    """A list that always is whole, in the envelope of a page."""

    def render(self, result: Any, request: Request) -> dict[str, Any]:
        """The envelope."""
        return {
            "totalFilteredRecords": len(result),
            "pageItems": [self.item.render(row, request) for row in result],
        }
