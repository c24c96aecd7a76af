"""Exchanges about loan accounts beyond the document's samples: opening one, and the transactions of its life."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from amana.dialects.mambu.codec import PRODUCT_KEY
from amana.loans.approve import ApproveLoan
from amana.loans.records import loan
from tests.dialects.caller import Reply
from tests.loans.world import START

State = Callable[[Any], str]


def numbered(world: Any, made: int) -> str:
    """The account number of a loan."""
    [row] = world.lender.rows(sa.select(loan.c.account_no).where(loan.c.id == made))
    return str(row["account_no"])


def applied(world: Any) -> str:
    return numbered(world, world.lender.submit(world.lender.product()))


def approved(world: Any) -> str:
    made = world.lender.submit(world.lender.product())
    world.lender.do(ApproveLoan(loan=made, on=START))
    return numbered(world, made)


def active(world: Any) -> str:
    return numbered(world, world.lender.disbursed(world.lender.product()))


def new_account(world: Any, **more: Any) -> dict[str, Any]:
    account = {
        "accountHolderKey": world.client["encodedKey"],
        "accountHolderType": "CLIENT",
        "productTypeKey": PRODUCT_KEY.write(world.lender.product()),
        "loanAmount": "2500",
        "disbursementDetails": {"expectedDisbursementDate": "2015-04-01"},
        **more,
    }
    return {"loanAccount": account}


def ordered(world: Any, account: str, kind: str, **fields: str) -> Reply:
    """A transaction by JSON."""
    reply: Reply = world.caller.post(f"loans/{account}/transactions", {"type": kind, **fields})
    return reply


def asked(world: Any, account: str, kind: str, **fields: str) -> Reply:
    """A transaction by query."""
    query = "&".join(f"{name}={value}" for name, value in {"type": kind, **fields}.items())
    reply: Reply = world.caller.call("POST", f"loans/{account}/transactions?{query}")
    return reply


KINDS: tuple[tuple[str, State, dict[str, str]], ...] = (
    ("APPROVAL", applied, {"date": "2015-01-01", "notes": "fine"}),
    ("UNDO_APPROVAL", approved, {}),
    ("REJECT", applied, {"date": "2015-01-01"}),
    ("WITHDRAW", applied, {}),
    ("DISBURSEMENT", approved, {"date": "2015-01-01"}),
    ("REPAYMENT", active, {"amount": "100", "date": "2015-02-01"}),
    ("WRITE_OFF", active, {"date": "2015-03-01"}),
)


def by_query(kind: str, state: State, fields: dict[str, str]) -> Callable[[Any], Reply]:
    return lambda world: asked(world, state(world), kind, **fields)


SENDS: dict[str, Callable[[Any], Reply]] = {
    "create-loan": lambda world: world.caller.post("loans", new_account(world)),
    "post-loans-search": lambda world: world.caller.post("loans/search", {"filterConstraints": []}),
    "get-loan": lambda world: world.caller.get(f"loans/{active(world)}"),
    "post-loan-transaction": lambda world: ordered(
        world, active(world), "REPAYMENT", amount="100", date="2015-02-01", receiptNumber="R-1"
    ),
    **{f"post-loan-transaction:{kind}": by_query(kind, state, fields) for kind, state, fields in KINDS},
}
"""By the row's id."""
