"""What a new or upgraded tenant has to contain: slices register functions that bring their own rows up to date."""

from collections.abc import Callable

from amana.storage.session import WriteSession

Seeder = Callable[[WriteSession], None]
_SEEDERS: list[tuple[int, str, Seeder]] = []


def seeds(order: int) -> Callable[[Seeder], Seeder]:
    """Register a function that inserts what is missing; it has to be repeatable. Lower orders run first."""

    def register(seeder: Seeder) -> Seeder:
        _SEEDERS.append((order, f"{seeder.__module__}.{seeder.__name__}", seeder))
        return seeder

    return register


def seed(session: WriteSession) -> None:
    """Run every seeder."""
    for _, _, seeder in sorted(_SEEDERS, key=lambda entry: entry[:2]):
        seeder(session)
