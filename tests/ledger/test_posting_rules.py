"""Posting rules: an event's components become balanced lines, as the table says and not otherwise."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.ledger.entry import Entry, Side
from amana.ledger.mappings import AccountMapping, AccountNotMapped, ProductAccounts
from amana.ledger.posting_rules import AccountingMethod, NoPostingRule, Part, PostingTable, Rule, lines
from amana.ledger.product_roles import Role

CASH, ACCRUAL = AccountingMethod.CASH, AccountingMethod.ACCRUAL

TABLE = PostingTable(
    Rule(CASH, "repaid", "principal", Role.FUND_SOURCE, Role.LOAN_PORTFOLIO),
    Rule(CASH, "repaid", "interest", Role.FUND_SOURCE, Role.INTEREST_ON_LOAN),
    Rule(CASH, "repaid", "fees", Role.FUND_SOURCE, Role.INCOME_FROM_FEE),
    Rule(CASH, "repaid", "overpaid", Role.FUND_SOURCE, Role.OVERPAYMENT_LIABILITY),
    Rule(ACCRUAL, "accrued", "interest", Role.RECEIVABLE_INTEREST, Role.INTEREST_ON_LOAN),
    silent=[(CASH, "accrued")],
)

FUND, PORTFOLIO, INTEREST, FEE, BANK, PROCESSING_FEE = 1, 2, 3, 4, 5, 6
ACCOUNTS = ProductAccounts(
    "loan",
    [
        AccountMapping(role=Role.FUND_SOURCE, account=FUND),
        AccountMapping(role=Role.FUND_SOURCE, account=BANK, payment_type=11),
        AccountMapping(role=Role.LOAN_PORTFOLIO, account=PORTFOLIO),
        AccountMapping(role=Role.INTEREST_ON_LOAN, account=INTEREST),
        AccountMapping(role=Role.INCOME_FROM_FEE, account=FEE),
        AccountMapping(role=Role.INCOME_FROM_FEE, account=PROCESSING_FEE, charge=7),
    ],
)


def posted(event: str, *parts: Part, method: AccountingMethod = CASH, payment_type: int | None = None) -> set:
    made = lines(TABLE, method, event, parts, ACCOUNTS, office=1, currency="USD", payment_type=payment_type)
    return {(line.account, line.side, line.amount) for line in made}


def part(component: str, amount: str, charge: int | None = None) -> Part:
    return Part(component=component, amount=Decimal(amount), charge=charge)


def test_what_falls_on_one_account_is_one_line_and_nothing_is_left_out() -> None:
    made = posted("repaid", part("principal", "80"), part("interest", "20"), part("fees", "0"))
    assert made == {
        (FUND, Side.DEBIT, Decimal(100)),
        (PORTFOLIO, Side.CREDIT, Decimal(80)),
        (INTEREST, Side.CREDIT, Decimal(20)),
    }


def test_a_negative_component_takes_back() -> None:
    assert posted("repaid", part("principal", "-80")) == {
        (PORTFOLIO, Side.DEBIT, Decimal(80)),
        (FUND, Side.CREDIT, Decimal(80)),
    }


@pytest.mark.parametrize(
    ("parts", "payment_type", "debited", "credited"),
    [
        ((part("principal", "1"),), 11, BANK, PORTFOLIO),
        ((part("principal", "1"),), 12, FUND, PORTFOLIO),
        ((part("fees", "1", charge=7),), None, FUND, PROCESSING_FEE),
        ((part("fees", "1", charge=8),), 11, BANK, FEE),
        ((part("overpaid", "1"),), None, FUND, PORTFOLIO),  # no account of its own: the portfolio stands in
    ],
)
def test_which_account_plays_a_role(
    parts: tuple[Part, ...], payment_type: int | None, debited: int, credited: int
) -> None:
    made = posted("repaid", *parts, payment_type=payment_type)
    assert made == {(debited, Side.DEBIT, Decimal(1)), (credited, Side.CREDIT, Decimal(1))}


def test_one_account_in_two_roles_keeps_both_lines() -> None:
    same = ProductAccounts(
        "loan", [AccountMapping(role=role, account=9) for role in (Role.FUND_SOURCE, Role.LOAN_PORTFOLIO)]
    )
    made = lines(TABLE, CASH, "repaid", {"principal": Decimal(5)}, same, office=1, currency="USD")
    assert [(line.account, line.side) for line in made] == [(9, Side.CREDIT), (9, Side.DEBIT)]


@pytest.mark.parametrize(("apart", "credited"), [(False, ["5"]), (True, ["2", "3"])])
def test_roles_that_share_an_account_share_a_line_unless_the_rules_keep_them_apart(
    apart: bool, credited: list[str]
) -> None:
    income = [
        Rule(CASH, "repaid", name, Role.FUND_SOURCE, role, apart)
        for name, role in (("interest", Role.INTEREST_ON_LOAN), ("fees", Role.INCOME_FROM_FEE))
    ]
    shared = (Role.INTEREST_ON_LOAN, Role.INCOME_FROM_FEE)
    accounts = ProductAccounts(
        "loan",
        [
            AccountMapping(role=Role.FUND_SOURCE, account=FUND),
            *(AccountMapping(role=role, account=9) for role in shared),
        ],
    )
    amounts = {"interest": Decimal(2), "fees": Decimal(3)}
    made = lines(PostingTable(*income), CASH, "repaid", amounts, accounts, office=1, currency="USD")
    assert [(line.account, str(line.amount)) for line in made] == [
        *((9, amount) for amount in credited),
        (FUND, "5"),
    ]


def test_silence_is_declared_and_anything_else_unknown_is_a_fault() -> None:
    assert posted("accrued", part("interest", "5")) == set()
    assert posted("anything", part("interest", "5"), method=AccountingMethod.NONE) == set()
    with pytest.raises(NoPostingRule):
        posted("repaid", part("penalties", "5"))
    with pytest.raises(AccountNotMapped):
        posted("accrued", part("interest", "5"), method=ACCRUAL)


def test_a_table_cannot_contradict_itself() -> None:
    rule = Rule(CASH, "repaid", "principal", Role.FUND_SOURCE, Role.LOAN_PORTFOLIO)
    with pytest.raises(ValueError, match="twice"):
        PostingTable(rule, rule)
    with pytest.raises(ValueError, match="same role"):
        PostingTable(Rule(CASH, "repaid", "principal", Role.FUND_SOURCE, Role.FUND_SOURCE))
    with pytest.raises(ValueError, match="silent"):
        PostingTable(rule, silent=[(CASH, "repaid")])


cents = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@given(st.dictionaries(st.sampled_from(["principal", "interest", "fees", "overpaid"]), cents))
def test_lines_always_balance(parts: dict[str, Decimal]) -> None:
    made = lines(TABLE, CASH, "repaid", parts, ACCOUNTS, office=1, currency="USD")
    if made:
        Entry(transaction_ref="L1", value_date=date(2013, 5, 1), lines=made)
    assert all(line.amount > 0 for line in made)


def test_pairs_stand_together_whatever_their_accounts() -> None:
    table = PostingTable(
        Rule(ACCRUAL, "accrued", "fees", Role.RECEIVABLE_FEE, Role.INCOME_FROM_FEE, paired=True),
        Rule(ACCRUAL, "accrued", "penalties", Role.RECEIVABLE_PENALTY, Role.INCOME_FROM_PENALTY, paired=True),
    )
    roles = (Role.RECEIVABLE_FEE, Role.RECEIVABLE_PENALTY, Role.INCOME_FROM_FEE, Role.INCOME_FROM_PENALTY)
    accounts = ProductAccounts(
        "loan", [AccountMapping(role=role, account=1 + (role in roles[2:])) for role in roles]
    )
    parts = {"fees": Decimal(2), "penalties": Decimal(3)}
    made = lines(table, ACCRUAL, "accrued", parts, accounts, office=1, currency="USD")
    assert [(line.account, line.side, line.amount) for line in made] == [
        (2, Side.CREDIT, Decimal(2)),
        (1, Side.DEBIT, Decimal(2)),
        (2, Side.CREDIT, Decimal(3)),
        (1, Side.DEBIT, Decimal(3)),
    ]
