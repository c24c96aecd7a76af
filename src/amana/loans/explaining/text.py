"""An explanation in plain words, for a printout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from amana.finance.charges import ChargeBasis
from amana.loans.explaining.views import (
    AmountView,
    ChargeExplained,
    EarnedExplained,
    FigureView,
    InputView,
    InstalmentExplained,
    LoanExplanation,
    PartView,
    TransactionExplained,
)

_SHOWN_DIGITS = 12
"""Decimals of an unrounded value that a person still reads; the view holds all of them."""

_MONEY = frozenset({"amount", "balance", "minimum", "maximum", "room", "interest_on_arrears"})
"""Inputs of formulas that are amounts."""


def in_words(told: LoanExplanation, of: str, digits: int) -> str:
    """The explanation as text, a line for each step; ``of`` says whose loan of what kind it is, ``digits`` are the
    decimals of its currency.
    """
    return "\n".join(_Printout(digits).lines(told, of))


@dataclass(frozen=True, slots=True)
class _Printout:
    digits: int

    def lines(self, told: LoanExplanation, of: str) -> Iterator[str]:
        yield f"Loan {told.account_no}: {of}, amounts in {told.currency}"
        if told.instalments:
            rate = told.annual_rate
            yield f"Yearly rate in per cent: {rate.amount.normalize():f}  ({rate.words})"
        for one in told.instalments:
            yield from ("", *self.instalment(one))
        for charge in told.charges:
            yield from ("", *self.charge(charge))
        for each in told.transactions:
            yield from ("", *self.transaction(each))

    def money(self, amount: Decimal) -> str:
        """With the decimals of the currency, or all it has where these are more."""
        return f"{amount:.{max(self.digits, -int(amount.as_tuple().exponent))}f}"

    def instalment(self, one: InstalmentExplained) -> Iterator[str]:
        yield f"Instalment {one.number}, {one.from_date} to {one.due_date}"
        yield f"  principal before it: {self.money(one.balance_before)}"
        for amount in one.amounts:
            yield from self.amount(amount)
        due = sum((amount.amount for amount in one.amounts), Decimal(0))
        yield f"  due: {self.money(due)}, principal after it: {self.money(one.balance_after)}"

    def amount(self, amount: AmountView) -> Iterator[str]:
        yield f"  {amount.component}: {self.money(amount.amount)}  ({amount.rule})"
        if amount.of is not None:
            yield f"    of {self.money(amount.of.amount)} in all"
            yield from (f"        {line}" for line in self.figure(amount.of))
        yield from self.parts(amount.parts)

    def parts(self, parts: Sequence[PartView]) -> Iterator[str]:
        for part in parts:
            sign = "-" if part.amount < 0 else "+"
            time = f", {part.from_date} to {part.to_date}" if part.from_date else ""
            yield f"    {sign} {self.money(abs(part.amount))}  {part.what}{time}"
            if part.figure is not None:
                yield from (f"        {line}" for line in self.figure(part.figure))

    def charge(self, one: ChargeExplained) -> Iterator[str]:
        flat = one.basis is ChargeBasis.FLAT
        agreed = self.money(one.agreed) if flat else f"{one.agreed} per cent ({_plain(one.basis)})"
        yield f"Charge {one.id}, {one.name}: {agreed}, {one.component}, {_plain(one.time)}"
        for part in one.parts:
            place = (
                f"instalment {part.instalment}, due {part.due_date}" if part.instalment else "disbursement"
            )
            yield f"  {self.money(part.amount)} with {place}"
            yield from self.parts(part.parts)
        fates = (("paid", one.paid), ("waived", one.waived), ("written off", one.written_off))
        became = "".join(f", {self.money(amount)} {name}" for name, amount in fates if amount)
        yield f"  {self.money(one.amount)} in all{became}, {self.money(one.outstanding)} outstanding"

    def earned(self, one: EarnedExplained) -> Iterator[str]:
        earned, before = self.money(one.earned.amount), self.money(one.booked_before)
        yield f"  instalment {one.instalment}: {self.money(one.amount)} = {earned} earned - {before} booked before"
        yield from (f"  {line}" for line in self.amount(one.earned))

    def figure(self, made: FigureView) -> Iterator[str]:
        yield made.words
        yield ", ".join(self.input(one) for one in made.inputs if (one.name, one.value) != ("of", "1"))
        if made.exact != made.amount:
            exact = str(made.exact)
            whole, _, decimals = exact.partition(".")
            shown = f"{whole}.{decimals[:_SHOWN_DIGITS]}..." if len(decimals) > _SHOWN_DIGITS else exact
            how = "" if made.rounding is None else f", rounded {_plain(made.rounding)}"
            yield f"= {shown}{how} to {self.money(made.amount)}"

    def input(self, one: InputView) -> str:
        value = self.money(Decimal(one.value)) if one.name in _MONEY else _plain(one.value)
        return f"{_plain(one.name)} {value}"

    def transaction(self, one: TransactionExplained) -> Iterator[str]:
        undone = f", reversed on {one.reversed_on}" if one.reversed_on else ""
        yield f"Transaction {one.id}, {_plain(one.kind)} of {self.money(one.amount)} on {one.on}{undone}"
        if one.strategy is not None:
            yield f"  split by: {_plain(one.strategy)}"
        for step in one.steps:
            place = f"{step.component} of instalment {step.instalment}"
            when = f"due {step.due_date}, {_plain(step.timing)}"
            yield f"  {self.money(step.taken)} on {place} ({when}; {self.money(step.open_before)} was open)"
        if one.at_disbursement:
            yield f"  {self.money(one.at_disbursement)} on charges due at disbursement"
        if one.overpayment:
            yield f"  {self.money(one.overpayment)} beyond what is owed"
        for earned in one.earned:
            yield from self.earned(earned)
        for post in one.postings:
            yield f"  posted: {post.component} {self.money(post.amount)}"
            for side, code, name, role, because in (
                ("debit", post.debit_code, post.debit_name, post.debit_role, post.debit_because),
                ("credit", post.credit_code, post.credit_name, post.credit_role, post.credit_because),
            ):
                yield f"    {side} {code} {name} ({_plain(role)}: {because})"


def _plain(word: str) -> str:
    return str(word).replace("_", " ")
