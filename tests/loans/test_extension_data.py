"""A loan's extension data: kept with the loan, seen by its borrower's office only."""

import pytest

from amana.kernel.extension_data.columns import ColumnDefinition, ColumnKind
from amana.kernel.extension_data.define_table import DefineDataTable
from amana.kernel.extension_data.queries import DataRows
from amana.kernel.extension_data.rows import AddDataRow
from amana.kernel.refusals import NotFound
from tests.kernel.access.people import branch, unique, user_with
from tests.loans.world import Lender
from tests.submitting import ask


def test_rows_belong_to_a_loan_and_to_its_office(lender: Lender) -> None:
    name, loan = unique("Harvest "), lender.submit(lender.product())
    acres = ColumnDefinition(name="Acres", kind=ColumnKind.DECIMAL)
    lender.do(DefineDataTable(name=name, host="loan", columns=(acres,)))
    done = lender.do(AddDataRow(table=name, record=loan, values={"Acres": "2.5"}))
    assert done.loan == loan
    query = DataRows(table=name, record=loan)
    assert [str(row.values["Acres"]) for row in lender.ask(query)] == ["2.5"]
    office, _ = branch(lender.tenant)
    stranger = user_with(lender.tenant, lender.actor, "READ_DATATABLEENTRY", office_id=office)
    with pytest.raises(NotFound):
        ask(lender.tenant, stranger, query)
