"""What a client is called."""

from dataclasses import dataclass

from amana.kernel.refusals import InvalidInput, Problem
from amana.parties.clients.states import LegalForm

LONGEST_NAME = 50
LONGEST_FULL_NAME = 160


@dataclass(frozen=True, kw_only=True)
class ClientName:
    """Either first and last name (and perhaps one between), or a full name."""

    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    full_name: str | None = None

    def problems(self) -> list[Problem]:
        """Everything that is wrong with it."""
        parts = {"first_name": self.first_name, "last_name": self.last_name}
        if self.full_name is None:
            found = [_blank(name) for name, value in parts.items() if not (value or "").strip()]
        elif not self.full_name.strip():
            found = [_blank("full_name")]
        else:
            given = [name for name, value in {**parts, "middle_name": self.middle_name}.items() if value]
            found = [_beside_full_name(name) for name in given]
        for name, longest in (
            ("first_name", LONGEST_NAME),
            ("middle_name", LONGEST_NAME),
            ("last_name", LONGEST_NAME),
            ("full_name", LONGEST_FULL_NAME),
        ):
            value = getattr(self, name)
            if value is not None and len(value) > longest:
                found.append(_too_long(name, longest))
        return found

    def checked(self) -> "ClientName":
        """Itself; InvalidInput when something is wrong with it."""
        problems = self.problems()
        if problems:
            raise InvalidInput(tuple(problems))
        return self

    @property
    def displayed(self) -> str:
        """The name as people read it."""
        parts = (self.full_name, self.first_name, self.middle_name, self.last_name)
        return " ".join(part for part in parts if part)

    def legal_form(self, said: LegalForm | None) -> LegalForm | None:
        """The legal form: as said; a first and last name is a person's, a full name leaves it open."""
        if said is not None:
            return said
        return LegalForm.PERSON if self.full_name is None else None


def _blank(name: str) -> Problem:
    return Problem(field=name, kind="blank", message=f"{name} cannot be blank.")


def _beside_full_name(name: str) -> Problem:
    return Problem(field=name, kind="inconsistent", message=f"{name} cannot be given beside full_name.")


def _too_long(name: str, longest: int) -> Problem:
    return Problem(
        field=name, kind="too_long", message=f"{name} exceeds {longest} characters.", limit=longest
    )
