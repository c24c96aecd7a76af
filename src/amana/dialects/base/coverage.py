"""What of a contract a dialect covers: declared, still to come, missing; and how much of it is oddity."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.routes import Route
from amana.dialects.base.rows import Kind

ODDITIES_BELOW = 0.10


@dataclass(frozen=True)
class Coverage:
    """Operation ids by how they stand."""

    dialect: str
    declared: tuple[str, ...]
    unsupported: tuple[str, ...]
    missing: tuple[str, ...]
    """In the contract, and no row mentions them."""
    beyond: tuple[str, ...]
    """Declared, and not in the contract."""
    odd: tuple[str, ...]

    @property
    def oddity(self) -> float:
        """Share of oddities among the declared rows."""
        rows = len(self.declared) + len(self.beyond)
        return len(self.odd) / rows if rows else 0.0

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "dialect": self.dialect,
            "contract": len(self.declared) + len(self.unsupported) + len(self.missing),
            "declared": len(self.declared),
            "unsupported": list(self.unsupported),
            "missing": list(self.missing),
            "beyond_contract": list(self.beyond),
            "odd": list(self.odd),
            "oddity_share": round(self.oddity, 4),
        }

    def as_text(self) -> str:
        """For people."""
        total = len(self.declared) + len(self.unsupported) + len(self.missing)
        summary = (
            f"{self.dialect}: {len(self.declared)} of {total} operations, {len(self.unsupported)} still to come, "
            f"{len(self.missing)} not mentioned, {len(self.beyond)} beyond the contract; "
            f"{len(self.odd)} oddities ({self.oddity:.1%})"
        )
        return "\n".join([summary, *(f"  not mentioned: {name}" for name in self.missing)])


def coverage(dialect: Dialect, contract: Path) -> Coverage:
    """Compare a dialect with its contract file.

    Operations are matched by id, or by method and path. Where one operation of the contract is several rows here, their
    ids are the operation's, a colon and a word.
    """
    entries = json.loads(contract.read_text())["operations"]
    ids = {entry["id"] for entry in entries}
    shapes = {entry["id"]: Route.parse(f"{entry['method']} {entry['path']}").shape[:2] for entry in entries}
    by_shape: dict[object, list[str]] = {}
    for name, shape in shapes.items():
        by_shape.setdefault(shape, []).append(name)

    def contract_id(name: str, route: Route) -> str | None:
        alike, whole = by_shape.get(route.shape[:2], []), name.partition(":")[0]
        return whole if whole in ids else alike[0] if len(alike) == 1 else None

    found: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    beyond: list[str] = []
    for row in dialect.rows:
        known = contract_id(row.id, row.route)
        if known is None:
            beyond += [row.id] if row.kind is not Kind.UNSUPPORTED else []
        else:
            found[row.kind].add(known)
    declared = found[Kind.DOES] | found[Kind.SHOWS] | found[Kind.ODD]
    return Coverage(
        dialect=dialect.name,
        declared=tuple(sorted(declared)),
        unsupported=tuple(sorted(found[Kind.UNSUPPORTED] - declared)),
        missing=tuple(sorted(ids - declared - found[Kind.UNSUPPORTED])),
        beyond=tuple(sorted(beyond)),
        odd=tuple(sorted(row.id for row in dialect.rows if row.kind is Kind.ODD)),
    )
