"""All golden cases, and the dialect and contract they belong to."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.rows import Row
from amana.dialects.mifos.dialect import mifos
from tests.dialects.golden import cases
from tests.dialects.golden.case import Case
from tests.dialects.golden.contract import Operation, operations
from tests.tenant_fixtures import SHARED

CONTRACT: Path = SHARED / "contracts" / "mifos.json"


@cache
def all_cases() -> tuple[Case, ...]:
    """The cases of every module of ``cases``."""
    found: list[Case] = []
    for module in sorted(pkgutil.iter_modules(cases.__path__), key=lambda one: one.name):
        found.extend(importlib.import_module(f"{cases.__name__}.{module.name}").CASES)
    return tuple(found)


class Operations(dict[str, Operation]):
    """The contract's operations. What a row offers beyond the contract is found too, without any sample."""

    def __missing__(self, name: str) -> Operation:
        row = next(row for row in dialect().declared if row.id == name)
        return Operation(
            id=name,
            method=row.route.method,
            path=row.route.path,
            query=dict(row.route.query),
            requests=(),
            responses=(),
            elided=False,
            mandatory=(),
            optional=(),
        )


def contract() -> Operations:
    """The contract's operations; empty where the contract is not there."""
    return Operations(operations(CONTRACT) if CONTRACT.is_file() else {})


def dialect() -> Dialect:
    """The dialect under test."""
    return mifos()


def row_of(case: Case) -> Row:
    """The declared row a case exercises."""
    return next(row for row in dialect().declared if row.id == case.id)
