"""The customers: clients, many of them in groups, and groups in centres."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from amana.cli.demo.organisation import Branch, Institution
from amana.cli.demo.teller import Teller
from amana.parties.clients.create import CreateClient
from amana.parties.groups.create import CreateCentre, CreateGroup

MEMBERS_OF_A_GROUP = 5
GROUPS_OF_A_CENTRE = 4
SHARE_IN_GROUPS = 0.6
OLDEST_MEMBERSHIP_DAYS = 900
YOUNGEST_MEMBERSHIP_DAYS = 560

FIRST_NAMES = (
    "Amina", "Brian", "Caroline", "Dennis", "Edith", "Francis", "Grace", "Hassan", "Irene", "Joseph", "Kerubo",
    "Linet", "Mercy", "Nelson", "Olive", "Peter", "Ruth", "Samuel", "Tabitha", "Vincent", "Winnie", "Yusuf", "Zainab",
)  # fmt: skip
LAST_NAMES = (
    "Akinyi", "Barasa", "Chelimo", "Gitau", "Jelagat", "Karanja", "Kiplagat", "Langat", "Maina", "Moraa", "Muthoni",
    "Mwangi", "Njeri", "Nyambura", "Ochieng", "Okoth", "Omar", "Onyango", "Rotich", "Wafula", "Wambui", "Wekesa",
)  # fmt: skip


@dataclass(frozen=True)
class Customer:
    """A client, where it belongs and since when."""

    client: int
    branch: Branch
    officer: int
    joined_on: date
    group: int | None = None


def register_customers(
    teller: Teller, institution: Institution, number: int, chance: Random
) -> Iterator[Customer]:
    """Register `number` clients, one after the other; three in five as members of groups."""
    registered = 0
    team = 0
    while registered < number:
        branch = institution.branches[team % len(institution.branches)]
        officer = branch.officers[team // len(institution.branches) % len(branch.officers)]
        days = chance.randint(YOUNGEST_MEMBERSHIP_DAYS, OLDEST_MEMBERSHIP_DAYS)
        joined_on = teller.today - timedelta(days=days)
        together = min(MEMBERS_OF_A_GROUP, number - registered)
        made = [
            Customer(_register(teller, branch, officer, joined_on, chance), branch, officer, joined_on)
            for _ in range(together)
        ]
        registered += together
        if chance.random() < SHARE_IN_GROUPS:
            group = _form_group(teller, made, team, joined_on)
            made = [Customer(one.client, branch, officer, joined_on, group) for one in made]
        team += 1
        yield from made


def form_centres(teller: Teller, customers: list[Customer]) -> None:
    """Put the groups of each branch into centres."""
    of_branch: dict[Branch, dict[int, Customer]] = {}
    for customer in customers:
        if customer.group is not None:
            of_branch.setdefault(customer.branch, {}).setdefault(customer.group, customer)
    for branch, groups in of_branch.items():
        numbers = list(groups)
        for start in range(0, len(numbers), GROUPS_OF_A_CENTRE):
            some = numbers[start : start + GROUPS_OF_A_CENTRE]
            since = max(groups[number].joined_on for number in some)
            teller.do(
                CreateCentre(
                    name=f"{branch.name} Centre {start // GROUPS_OF_A_CENTRE + 1}",
                    office=branch.office,
                    active=True,
                    activated_on=since,
                    submitted_on=since,
                    staff=groups[some[0]].officer,
                    groups=tuple(some),
                )
            )


def _register(teller: Teller, branch: Branch, officer: int, joined_on: date, chance: Random) -> int:
    return teller.do(
        CreateClient(
            office=branch.office,
            first_name=chance.choice(FIRST_NAMES),
            last_name=chance.choice(LAST_NAMES),
            active=True,
            activated_on=joined_on,
            submitted_on=joined_on,
            staff=officer,
            mobile_no=f"+2547{chance.randrange(10**8):08d}",
            birth_date=joined_on - timedelta(days=chance.randint(20 * 365, 60 * 365)),
        )
    )


def _form_group(teller: Teller, members: list[Customer], team: int, joined_on: date) -> int:
    first = members[0]
    return teller.do(
        CreateGroup(
            name=f"{first.branch.name} Group {team + 1}",
            office=first.branch.office,
            active=True,
            activated_on=joined_on,
            submitted_on=joined_on,
            staff=first.officer,
            clients=tuple(member.client for member in members),
        )
    )
