"""What a validator is: a question to one consistent view of the database, answered by what does not agree."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from amana.kernel.tenant import Tenant
from amana.storage.session import ReadSession


@dataclass(frozen=True)
class Finding:
    """One thing that does not agree. `record` names it, such as `journal entry 17`."""

    validator: str
    record: str
    problem: str


Question = Callable[[ReadSession], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Validator:
    """A named question; its answers are pairs of record and problem."""

    name: str
    about: str
    ask: Question


_VALIDATORS: list[Validator] = []


def validates(name: str) -> Callable[[Question], Question]:
    """Register a validator; its docstring says what ought to hold."""

    def register(question: Question) -> Question:
        _VALIDATORS.append(Validator(name, (question.__doc__ or "").strip(), question))
        return question

    return register


def all_validators() -> list[Validator]:
    """Every validator, in the order of registration."""
    return list(_VALIDATORS)


def check_tenant(tenant: Tenant) -> Iterator[tuple[Validator, list[Finding]]]:
    """Ask every validator over the same moment of the tenant's database."""
    with tenant.database.reading() as session:
        for validator in _VALIDATORS:
            found = [Finding(validator.name, record, problem) for record, problem in validator.ask(session)]
            yield validator, found
