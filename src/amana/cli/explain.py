"""`amana explain`."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from amana.dialects.base.json_out import encode
from amana.hosting import slices  # noqa: F401 - registers the queries
from amana.hosting.problems import Problem
from amana.hosting.server_database import attached_database
from amana.hosting.settings import settings
from amana.kernel.access.actors import system_actor
from amana.kernel.codec import to_plain
from amana.kernel.inquiry import ask
from amana.kernel.refusals import Refused
from amana.kernel.tenancy import Tenants, UnknownTenant
from amana.loans.explaining.explain import ExplainLoan
from amana.storage.control import ControlDatabase


class Subject(StrEnum):
    """What can be explained."""

    LOAN = "loan"


QUERIES = {Subject.LOAN: ExplainLoan}


class Form(StrEnum):
    """How the explanation is printed."""

    TEXT = "text"
    JSON = "json"


def explain(
    subject: Annotated[Subject, typer.Argument(help="What is explained.")],
    number: Annotated[int, typer.Argument(help="Its id.")],
    *,
    period: Annotated[int | None, typer.Option(help="Only this instalment.")] = None,
    transaction: Annotated[int | None, typer.Option(help="Only this transaction.")] = None,
    accrual: Annotated[
        int | None, typer.Option(help="Only this accrual, and what was earned by its day.")
    ] = None,
    charge: Annotated[int | None, typer.Option(help="Only this charge of the loan.")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As the loan was at the end of this day.")
    ] = None,
    tenant: Annotated[str, typer.Option(help="Whose loan it is.")] = "default",
    form: Annotated[Form, typer.Option("--format", help="How to print it.")] = Form.TEXT,
) -> None:
    """Say where the amounts of a loan come from: rule, inputs, unrounded value, rounding, remainder."""
    query = QUERIES[subject](
        loan=number,
        period=period,
        transaction=transaction,
        accrual=accrual,
        charge=charge,
        as_of=as_of.date() if as_of is not None else None,
    )
    with attached_database(settings()) as server:
        control = ControlDatabase(server.control)
        control.prepare()
        tenants = Tenants(control)
        try:
            known = tenants.get(tenant)
            with known.database.reading() as session:
                actor = system_actor(session)
            told = ask(known, actor, query)
        except UnknownTenant:
            raise typer.BadParameter(f"there is no tenant {tenant}", param_hint="--tenant") from None
        except Refused as refusal:
            raise Problem(refusal.text()) from refusal
        finally:
            tenants.close()
    typer.echo(encode(to_plain(told), pretty=True).decode() if form is Form.JSON else told.text)
