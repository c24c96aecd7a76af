"""The registry of commands: what can be changed, who may do it, and which function decides."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

from amana.kernel.context import Actor, Work
from amana.kernel.declarations import require_sound
from amana.kernel.outcome import Outcome

F = TypeVar("F", bound=Callable[..., Outcome])


@dataclass(frozen=True, kw_only=True)
class CommandSpec:
    """One command as the pipeline sees it."""

    name: str
    command_type: type
    permission: str
    """``ACTION_ENTITY``; its ``_CHECKER`` twin is needed to approve it."""
    grouping: str
    handler: Callable[..., Outcome]
    collaborators: tuple[tuple[str, type], ...]
    """Further parameters of the handler: stores, made from the unit of work."""
    secret_fields: frozenset[str]
    """Fields that never reach audit or logs."""
    checkable: bool
    """Whether maker-checker can be required for it."""
    open_to_all: bool
    """Whether any verified user may do it."""
    before_holding: Callable[[Any, Work], Any] | None = None
    """Gives the command as it is stored for a checker: secrets in it ``Hashed``. Refuses what they alone make wrong."""
    own: Callable[[Any, Actor], bool] | None = None
    """Tells a command about the actor himself, for which he needs neither right nor checker (his own password)."""

    @property
    def action(self) -> str:
        """First part of the permission."""
        return self.permission.partition("_")[0]

    @property
    def entity(self) -> str:
        """Second part of the permission."""
        return self.permission.partition("_")[2]

    def is_free(self, command: Any, actor: Actor) -> bool:
        """Whether the actor needs no right for this command."""
        return self.open_to_all or (self.own is not None and self.own(command, actor))

    def carry_out(self, command: Any, work: Work) -> Outcome:
        """Call the handler with its stores."""
        if not self.collaborators:
            return self.handler(command, work)
        stores = {name: work if cls is Work else cls(work) for name, cls in self.collaborators}
        return self.handler(command, **stores)


_BY_TYPE: dict[type, CommandSpec] = {}
_BY_NAME: dict[str, CommandSpec] = {}


def handles(
    command: type,
    *,
    permission: str,
    grouping: str = "portfolio",
    secret: Iterable[str] = (),
    checkable: bool = True,
    open_to_all: bool = False,
    before_holding: Callable[[Any, Work], Any] | None = None,
    own: Callable[[Any, Actor], bool] | None = None,
) -> Callable[[F], F]:
    """Register the decorated function as the handler of ``command``.

    Its first parameter is the command; each further one is a store (a class made from ``Work``) or ``Work`` itself,
    told apart by annotation.
    """
    secret_fields = frozenset(secret)
    require_sound(command, secret=secret_fields)

    def register(function: F) -> F:
        hints = get_type_hints(function)
        names = list(inspect.signature(function).parameters)[1:]
        spec = CommandSpec(
            name=command.__name__,
            command_type=command,
            permission=permission,
            grouping=grouping,
            handler=function,
            collaborators=tuple((name, hints[name]) for name in names),
            secret_fields=secret_fields,
            checkable=checkable,
            open_to_all=open_to_all,
            before_holding=before_holding,
            own=own,
        )
        if spec.name in _BY_NAME:
            raise ValueError(f"two handlers for {spec.name}")
        _BY_TYPE[command] = spec
        _BY_NAME[spec.name] = spec
        return function

    return register


def spec_of(command: Any) -> CommandSpec:
    """The registered spec of a command value."""
    return _BY_TYPE[type(command)]


def spec_for(command: type) -> CommandSpec:
    """The registered spec of a command's class."""
    return _BY_TYPE[command]


def spec_named(name: str) -> CommandSpec:
    """The registered spec of a command by its class name."""
    return _BY_NAME[name]


def all_commands() -> list[CommandSpec]:
    """Every command, by name."""
    return [_BY_NAME[name] for name in sorted(_BY_NAME)]
