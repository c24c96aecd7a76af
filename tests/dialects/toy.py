"""A small dialect in the Mifos family over a command and query of its own, to test what all dialects share."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from amana.dialects.base.codecs import ID, TEXT, Text
from amana.dialects.base.desk import Desk
from amana.dialects.base.dialect import Dialect, compose, not_yet
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import OFFICE_RESOURCE, Paged
from amana.dialects.families.mifos.codec import DAY, MONEY, MifosSpelling
from amana.dialects.families.mifos.errors import MifosErrors
from amana.dialects.families.mifos.finish import finish
from amana.dialects.families.mifos.listing import Listing
from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import ListQuery, Page, answers
from amana.kernel.records import setting
from amana.kernel.refusals import Duplicate, NotFound, invalid


@dataclass(frozen=True, kw_only=True)
class MakeToy:
    """Adds a row to the settings, the only table every tenant has."""

    name: str
    price: Decimal
    made_on: date
    office: int | None = None


@dataclass(frozen=True, kw_only=True)
class RenameToy:
    """Refuses to call a toy nothing."""

    toy: int
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class GetToy:
    """One toy."""

    toy: int


@dataclass(frozen=True, kw_only=True)
class ListToys(ListQuery):
    """Toys by name."""

    prefix: str = ""


@dataclass(frozen=True)
class Toy:
    """A toy as shown."""

    id: int
    name: str
    price: Decimal = Decimal("12.5")
    made_on: date = date(2013, 2, 4)


@handles(MakeToy, permission="CREATE_TOY")
def make(command: MakeToy, work: Work) -> Outcome:
    """Refuses a name that is taken."""
    if work.session.scalar(sa.select(setting.c.id).where(setting.c.name == command.name)):
        raise Duplicate(kind="toy", field="name", value=command.name)
    made = work.session.insert(sa.insert(setting).values(name=command.name).returning(setting.c.id))
    return Outcome(kind="toy", id=made, office=work.actor.office_id)


@handles(RenameToy, permission="UPDATE_TOY")
def rename(command: RenameToy, work: Work) -> Outcome:
    """Changes the name."""
    if command.name == "nothing":
        raise invalid("name", "inconsistent", "A toy cannot be called nothing.")
    if work.session.scalar(sa.select(setting.c.id).where(setting.c.id == command.toy)) is None:
        raise NotFound(kind="toy", id=command.toy)
    work.session.run(sa.update(setting).where(setting.c.id == command.toy).values(name=command.name))
    return Outcome(kind="toy", id=command.toy, office=1, changes={"name": command.name})


@answers(GetToy, permission="READ_TOY")
def get(query: GetToy, reading: Reading) -> Toy:
    """The toy, or NotFound."""
    name = reading.session.scalar(sa.select(setting.c.name).where(setting.c.id == query.toy))
    if name is None:
        raise NotFound(kind="toy", id=query.toy)
    return Toy(query.toy, name)


@answers(ListToys, permission="READ_TOY")
def listed(query: ListToys, reading: Reading) -> Page[Toy]:
    """Toys whose name begins with the prefix."""
    where = setting.c.name.startswith(query.prefix, autoescape=True)
    rows = reading.session.tuples(
        sa.select(setting.c.id, setting.c.name)
        .where(where)
        .order_by(setting.c.name.desc() if query.page.descending else setting.c.name)
        .offset(query.page.offset)
        .limit(query.page.limit)
    )
    total = reading.session.scalar(sa.select(sa.func.count()).select_from(setting).where(where))
    return Page(items=[Toy(number, name) for number, name in rows], total=total)


def shout(request: Request, desk: Desk) -> Response:
    """An oddity: the toy's name in capitals."""
    toy = desk.ask(GetToy(toy=int(request.places["toyId"])))
    return desk.show({"NAME": toy.name.upper()})


def broken(request: Request, desk: Desk) -> Response:
    """A fault of ours."""
    raise ZeroDivisionError


TOY = Fields(
    "Toy",
    Field("id", "id", ID),
    Field("name", "name", Text(20)),
    Field("price", "price", MONEY),
    Field("madeOnDate", "made_on", DAY),
)
NEW_TOY = TOY.only("name", "price", "madeOnDate").requiring("name", "price", "madeOnDate")

ROW = Rows("toy", places={"toyId": Field("toyId", "toy", ID)})
ROWS = (
    ROW.does("toys_create", "POST toys", MakeToy, NEW_TOY, answers=OFFICE_RESOURCE, tolerates=("colour",)),
    ROW.does(
        "toys_update", "PUT toys/{toyId}", RenameToy, TOY.only("name"), answers=OFFICE_RESOURCE.showing(TOY)
    ),
    ROW.shows("toys_retrieve", "GET toys/{toyId}", GetToy, TOY),
    ROW.shows(
        "toys_list",
        "GET toys",
        ListToys,
        Paged(TOY),
        filters=Fields("Filters", Field("name", "prefix", TEXT)),
        listing=Listing(sort={"name": "name"}),
    ),
    ROW.odd("toys_shout", "GET toys/{toyId}/shout", shout, because="a test", reads=(GetToy,)),
    ROW.odd("toys_break", "GET toys/{toyId}/broken", broken, because="a test"),
)

TOYS = Dialect(
    name="toys",
    title="Toys",
    bases=("/toys/api",),
    rows=compose(not_yet("toys_delete DELETE toys/{toyId}  # later\ntoys_create POST toys"), ROWS),
    errors=MifosErrors(),
    spelling=MifosSpelling,
    lenient=True,
    finish=finish,
)
