"""Refusals: why a command or query was not carried out, in typed, translatable form.

A refusal changes nothing. A dialect maps its ``code`` (or, failing that, its ``family``) to a status, a wire code
and a message; ``field`` names are ours and are mapped to the wire's by the dialect's field rows.
"""

from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Family(StrEnum):
    """Broad kinds of refusal, from which a dialect derives a status when it knows no better."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    NOT_PERMITTED = "not_permitted"
    NOT_FOUND = "not_found"
    RULE = "rule"
    """A domain rule forbids it in the present state."""
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    """Somebody else's change or request stands in the way."""
    THROTTLED = "throttled"
    NOT_SUPPORTED = "not_supported"
    UNAVAILABLE = "unavailable"


class Refused(Exception):
    """Base of every refusal; subclasses are keyword-only dataclasses whose fields are the parameters."""

    code: ClassVar[str] = "refused"
    family: ClassVar[Family] = Family.RULE
    message: ClassVar[str] = "The request was refused."

    def params(self) -> dict[str, Any]:
        """The typed parameters by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)} if is_dataclass(self) else {}

    def text(self) -> str:
        """The message in English with its parameters filled in."""
        return self.message.format(**self.params())

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with one field. ``field`` is our name (dotted for nested ones), ``kind`` a stable word
    such as ``blank``, ``unknown``, ``format``, ``too_small``, ``too_large``, ``too_long``, ``not_one_of``,
    ``unsupported``, ``locale_missing``, ``inconsistent``.
    """

    field: str
    kind: str
    message: str
    value: Any = None
    limit: Any = None


@dataclass(eq=False)
class InvalidInput(Refused):
    """Everything that is wrong with the fields of one request, listed at once."""

    code: ClassVar[str] = "invalid_input"
    family: ClassVar[Family] = Family.INVALID
    message: ClassVar[str] = "Some fields are not valid."

    problems: tuple[Problem, ...]

    def text(self) -> str:
        return "; ".join(f"{p.field}: {p.message}" for p in self.problems) or self.message


def invalid(field: str, kind: str, message: str, value: Any = None, limit: Any = None) -> InvalidInput:
    """An ``InvalidInput`` about a single field."""
    return InvalidInput((Problem(field=field, kind=kind, message=message, value=value, limit=limit),))


@dataclass(eq=False, kw_only=True)
class NotFound(Refused):
    """No such record, or not one that the actor may see."""

    code: ClassVar[str] = "not_found"
    family: ClassVar[Family] = Family.NOT_FOUND
    message: ClassVar[str] = "There is no {kind} {id}."

    kind: str
    id: int | str


@dataclass(eq=False, kw_only=True)
class NotPermitted(Refused):
    """The actor lacks the permission."""

    code: ClassVar[str] = "not_permitted"
    family: ClassVar[Family] = Family.NOT_PERMITTED
    message: ClassVar[str] = "User {username} has no permission {permission}."

    username: str
    permission: str


@dataclass(eq=False, kw_only=True)
class AmountLimitExceeded(Refused):
    """The permission is limited to smaller amounts."""

    code: ClassVar[str] = "amount_limit_exceeded"
    family: ClassVar[Family] = Family.NOT_PERMITTED
    message: ClassVar[str] = "Permission {permission} is limited to {limit}; {amount} was asked for."

    permission: str
    limit: Any
    amount: Any


class Unauthenticated(Refused):
    """Credentials are missing, wrong, expired, or belong to a disabled user."""

    code = "unauthenticated"
    family = Family.UNAUTHENTICATED
    message = "Unauthenticated. Please login."


class StaleActor(Refused):
    """The cached credentials are older than the last change to users or rights; the edge verifies again."""

    code = "stale_actor"
    family = Family.UNAUTHENTICATED
    message = "The credentials have to be verified again."


@dataclass(eq=False, kw_only=True)
class Throttled(Refused):
    """Too many failed logins."""

    code: ClassVar[str] = "throttled"
    family: ClassVar[Family] = Family.THROTTLED
    message: ClassVar[str] = "Too many attempts; try again in {retry_after_s} seconds."

    retry_after_s: int


@dataclass(eq=False, kw_only=True)
class Duplicate(Refused):
    """A value that has to be unique is taken."""

    code: ClassVar[str] = "duplicate"
    family: ClassVar[Family] = Family.DUPLICATE
    message: ClassVar[str] = "A {kind} with {field} {value} exists already."

    kind: str
    field: str
    value: Any


@dataclass(eq=False, kw_only=True)
class InUse(Refused):
    """The record is referred to and cannot be removed."""

    code: ClassVar[str] = "in_use"
    message: ClassVar[str] = "The {kind} {id} is in use."

    kind: str
    id: int | str


@dataclass(eq=False, kw_only=True)
class NotAllowedInState(Refused):
    """The state machine has no such step from the present state."""

    code: ClassVar[str] = "not_allowed_in_state"
    message: ClassVar[str] = "A {kind} that is {status} cannot be put through {verb}."

    kind: str
    status: str
    verb: str


@dataclass(eq=False, kw_only=True)
class RuleBroken(Refused):
    """Base for rules about dates and amounts that need no class of their own parameters."""

    code: ClassVar[str] = "rule_broken"
    message: ClassVar[str] = "The request breaks a rule."


class IdempotencyConflict(Refused):
    """The same key came with another content."""

    code = "idempotency_conflict"
    family = Family.CONFLICT
    message = "The idempotency key was used before with a different request."


class VersionConflict(Refused):
    """The record changed while the command was being decided."""

    code = "version_conflict"
    family = Family.CONFLICT
    message = "The record was changed by somebody else at the same moment; try again."


@dataclass(eq=False, kw_only=True)
class NotSupported(Refused):
    """Part of a contract that is not there yet."""

    code: ClassVar[str] = "not_supported"
    family: ClassVar[Family] = Family.NOT_SUPPORTED
    message: ClassVar[str] = "{what} is not supported yet."

    what: str


class Unavailable(Refused):
    """The database cannot be reached or has no room; nothing was done."""

    code = "unavailable"
    family = Family.UNAVAILABLE
    message = "The service is temporarily unavailable; nothing was changed. Send the request again."


class OutcomeUnknown(Unavailable):
    """The connection to the database broke while the change was being kept."""

    code = "outcome_unknown"
    message = (
        "The service became unavailable while the change was being kept; it may have been made or not. Send the "
        "request again with the same Idempotency-Key, or look before you send it again."
    )


def describe(refusal: Refused) -> dict[str, Any]:
    """Code, family, text and parameters, for audit and the native dialect."""
    problems = [asdict(p) for p in refusal.problems] if isinstance(refusal, InvalidInput) else []
    return {
        "code": refusal.code,
        "family": str(refusal.family),
        "message": refusal.text(),
        "problems": problems,
    }
