"""How small values are declared that arithmetic makes by the thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:

    def value(*, frozen: bool, **how: Any) -> Any:
        """A dataclass that the type checker holds to be frozen.

        Freezing at run time would triple the time it takes to make one. Nothing changes such a value after it was made.
        """
        return dataclass(unsafe_hash=frozen, **how)


__all__ = ["value"]
