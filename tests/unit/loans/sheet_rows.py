"""Rows of a schedule that a test sheet changes one by one."""

from decimal import Decimal

from tests.unit.loans.sheet_cases import day

from amana.finance.terms import Variation, VariationKind


class NotExpressible(Exception):
    """A step that a loan by itself has no notion of (refusals, savings, other loans)."""


def row_change(change, rows, inserted):
    index = change["row"] - 1
    old = rows[index]
    new = day(change.get("due_on")) or old
    rows[index] = new
    amount = change.get("installment_amount", change.get("principal"))
    kind = (
        VariationKind.INSTALMENT_AMOUNT if "installment_amount" in change else VariationKind.PRINCIPAL_AMOUNT
    )
    value = None if amount is None else Decimal(amount)
    if inserted:
        return [Variation(VariationKind.INSERT_INSTALMENT, new, value, this_instalment_only=True)]
    found = []
    if new != old:
        found.append(Variation(VariationKind.DUE_DATE, old, new_date=new, this_instalment_only=True))
    if value is not None:
        found.append(Variation(kind, new, value, this_instalment_only=True))
    return found


def pattern(spec, rows):
    found = []
    step = int(spec.get("months_step", 1))
    first, last = day(spec["from"]), day(spec["to"])
    for index, old in enumerate(rows):
        if not first <= old <= last:
            continue
        change = {"row": index + 1}
        if "day_of_month" in spec:
            change["due_on"] = old.replace(day=int(spec["day_of_month"])).isoformat()
        if step != 1:
            raise NotExpressible("a pattern of several months")
        change |= {key: spec[key] for key in ("installment_amount", "principal") if key in spec}
        found += row_change(change, rows, inserted=False)
    return found
