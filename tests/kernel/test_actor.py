"""What an actor may do and see."""

from decimal import Decimal

import pytest

from amana.kernel.context import Actor
from amana.kernel.refusals import AmountLimitExceeded, NotPermitted


def actor(*permissions: str, hierarchy: str = ".2.", **limits: int) -> Actor:
    return Actor(
        user_id=7,
        username="teller",
        office_id=2,
        hierarchy=hierarchy,
        permissions=frozenset(permissions),
        access_version=1,
        limits={code: Decimal(limit) for code, limit in limits.items()},
    )


@pytest.mark.parametrize(
    ("held", "asked", "allowed"),
    [
        (("REPAYMENT_LOAN",), "REPAYMENT_LOAN", True),
        (("REPAYMENT_LOAN",), "DISBURSE_LOAN", False),
        (("ALL_FUNCTIONS",), "DISBURSE_LOAN", True),
        (("ALL_FUNCTIONS_READ",), "READ_LOAN", True),
        (("ALL_FUNCTIONS_READ",), "DISBURSE_LOAN", False),
        (("CHECKER_SUPER_USER",), "DISBURSE_LOAN_CHECKER", True),
        (("CHECKER_SUPER_USER",), "DISBURSE_LOAN", False),
        ((), "READ_LOAN", False),
    ],
)
def test_permissions(held: tuple[str, ...], asked: str, allowed: bool) -> None:
    assert actor(*held).may(asked) is allowed
    if not allowed:
        with pytest.raises(NotPermitted, match=asked):
            actor(*held).require(asked)


@pytest.mark.parametrize(
    ("office", "seen"), [(".2.", True), (".2.9.", True), (".", False), (".3.", False), (".22.", False)]
)
def test_an_actor_sees_only_its_office_and_those_below(office: str, seen: bool) -> None:
    assert actor().sees(office) is seen


def test_the_head_office_sees_all() -> None:
    assert actor(hierarchy=".").sees(".2.9.")


def test_amount_limits_hold_to_the_cent() -> None:
    limited = actor("APPROVE_LOAN", APPROVE_LOAN=500)
    limited.require_amount("APPROVE_LOAN", Decimal("500.00"))
    with pytest.raises(AmountLimitExceeded):
        limited.require_amount("APPROVE_LOAN", Decimal("500.01"))
