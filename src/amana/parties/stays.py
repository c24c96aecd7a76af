"""What an update may repeat but not change, because a command of its own does."""

from dataclasses import dataclass
from typing import Any, ClassVar

from amana.kernel.refusals import Refused
from amana.kernel.unset import UnsetType


@dataclass(eq=False, kw_only=True)
class NotByUpdate(Refused):
    """Offices change by transfer, states by the verbs of the life cycle."""

    code: ClassVar[str] = "not_by_update"
    message: ClassVar[str] = "{field} cannot become {value} by an update; there is a command for it."

    field: str
    value: Any


def require_same(field: str, sent: Any, actual: Any) -> None:
    """Refuse another value than the present one; clients send whole forms back."""
    if not isinstance(sent, UnsetType) and sent != actual:
        raise NotByUpdate(field=field, value=sent)
