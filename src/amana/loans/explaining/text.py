"""An explanation in plain words, for a printout."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from amana.finance.charges import ChargeBasis
from amana.loans.explaining.views import (
    AmountView,
    ChargeExplained,
    EarnedExplained,
    FigureView,
    InstalmentExplained,
    LoanExplanation,
    PartView,
    TransactionExplained,
)

_SHOWN_DIGITS = 12
"""Decimals of an unrounded value that a person still reads; the view holds all of them."""


def in_words(told: LoanExplanation) -> str:
    """The explanation as text, a line for each step."""
    lines = [f"Loan {told.account_no}, amounts in {told.currency}"]
    if told.instalments:
        lines.append(
            f"Yearly rate in per cent: {told.annual_rate.amount.normalize():f}  ({told.annual_rate.words})"
        )
    for one in told.instalments:
        lines.extend(["", *_instalment(one)])
    for charge in told.charges:
        lines.extend(["", *_charge(charge)])
    for each in told.transactions:
        lines.extend(["", *_transaction(each)])
    return "\n".join(lines)


def _instalment(one: InstalmentExplained) -> Iterator[str]:
    yield f"Instalment {one.number}, {one.from_date} to {one.due_date}"
    yield f"  principal before it: {one.balance_before}"
    for amount in one.amounts:
        yield from _amount(amount)
    due = sum((amount.amount for amount in one.amounts), Decimal(0))
    yield f"  due: {due}, principal after it: {one.balance_after}"


def _amount(amount: AmountView) -> Iterator[str]:
    yield f"  {amount.component}: {amount.amount}  ({amount.rule})"
    if amount.of is not None:
        yield f"    of {amount.of.amount} in all"
        yield from (f"        {line}" for line in _figure(amount.of))
    yield from _parts(amount.parts)


def _parts(parts: Sequence[PartView]) -> Iterator[str]:
    for part in parts:
        sign = "-" if part.amount < 0 else "+"
        time = f", {part.from_date} to {part.to_date}" if part.from_date else ""
        yield f"    {sign} {abs(part.amount)}  {part.what}{time}"
        if part.figure is not None:
            yield from (f"        {line}" for line in _figure(part.figure))


def _charge(one: ChargeExplained) -> Iterator[str]:
    basis = "" if one.basis is ChargeBasis.FLAT else f" per cent ({str(one.basis).replace('_', ' ')})"
    yield f"Charge {one.id}, {one.name}: {one.agreed}{basis}, {one.component}, {str(one.time).replace('_', ' ')}"
    for part in one.parts:
        place = f"instalment {part.instalment}, due {part.due_date}" if part.instalment else "disbursement"
        yield f"  {part.amount} with {place}"
        yield from _parts(part.parts)
    fates = (("paid", one.paid), ("waived", one.waived), ("written off", one.written_off))
    became = "".join(f", {amount} {name}" for name, amount in fates if amount)
    yield f"  {one.amount} in all{became}, {one.outstanding} outstanding"


def _earned(one: EarnedExplained) -> Iterator[str]:
    sum_ = f"{one.amount} = {one.earned.amount} earned - {one.booked_before} booked before"
    yield f"  instalment {one.instalment}: {sum_}"
    yield from (f"  {line}" for line in _amount(one.earned))


def _figure(made: FigureView) -> Iterator[str]:
    yield f"{made.words}"
    yield ", ".join(f"{one.name.replace('_', ' ')} {one.value}" for one in made.inputs)
    if made.exact != made.amount:
        exact = str(made.exact)
        whole, _, decimals = exact.partition(".")
        shown = f"{whole}.{decimals[:_SHOWN_DIGITS]}..." if len(decimals) > _SHOWN_DIGITS else exact
        how = "" if made.rounding is None else f", rounded {str(made.rounding).replace('_', ' ')}"
        yield f"= {shown}{how} to {made.amount}"


def _transaction(one: TransactionExplained) -> Iterator[str]:
    undone = f", reversed on {one.reversed_on}" if one.reversed_on else ""
    yield f"Transaction {one.id}, {str(one.kind).replace('_', ' ')} of {one.amount} on {one.on}{undone}"
    if one.strategy is not None:
        yield f"  split by: {one.strategy.replace('_', ' ')}"
    for step in one.steps:
        timing = step.timing.replace("_", " ")
        yield (
            f"  {step.taken} on {step.component} of instalment {step.instalment} "
            f"(due {step.due_date}, {timing}; {step.open_before} was open)"
        )
    if one.at_disbursement:
        yield f"  {one.at_disbursement} on charges due at disbursement"
    if one.overpayment:
        yield f"  {one.overpayment} beyond what is owed"
    for earned in one.earned:
        yield from _earned(earned)
    for posting in one.postings:
        yield (
            f"  posted: {posting.component} {posting.amount}, debit {posting.debit_code} "
            f"({posting.debit_role}, {posting.debit_because}), credit {posting.credit_code} "
            f"({posting.credit_role}, {posting.credit_because})"
        )
