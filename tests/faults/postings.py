"""One write of each dialect that would be seen if it happened twice, and how each dialect says 503."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from amana.dialects.base.dialect import Dialect
from amana.dialects.mambu.dialect import mambu
from amana.dialects.mifos.dialect import mifos
from amana.dialects.native.dialect import native
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller, Reply
from tests.dialects.golden.case import unique

ENTRIES = "select count(*) from journal_entry where reference_number = %(mark)s"
CLIENTS = "select count(*) from client where last_name = %(mark)s"

Call = Callable[..., Any]


@dataclass(frozen=True)
class Posting:
    """A write marked by ``mark``; ``booked`` counts what became of it, ``unavailable`` knows the dialect's 503."""

    dialect: Callable[[], Dialect]
    path: str
    body: Callable[[str, int, int], dict[str, Any]]
    booked: str
    unavailable: Callable[[Any], bool]


def _mifos_entry(mark: str, debit: int, credit: int) -> dict[str, Any]:
    return {
        "officeId": 1,
        "transactionDate": "2013-05-06",
        "dateFormat": "yyyy-MM-dd",
        "locale": "en",
        "referenceNumber": mark,
        "debits": [{"glAccountId": debit, "amount": "12.50"}],
        "credits": [{"glAccountId": credit, "amount": "12.50"}],
    }


def _native_entry(mark: str, debit: int, credit: int) -> dict[str, Any]:
    return {
        "office": 1,
        "value_date": "2013-05-06",
        "reference_number": mark,
        "debits": [{"account": debit, "amount": "12.50"}],
        "credits": [{"account": credit, "amount": "12.50"}],
    }


def _mambu_client(mark: str, _debit: int, _credit: int) -> dict[str, Any]:
    return {"client": {"firstName": "Trevor", "lastName": mark}}


POSTINGS = {
    "mifos": Posting(
        mifos,
        "journalentries",
        _mifos_entry,
        ENTRIES,
        lambda said: (
            (said["httpStatusCode"], said["userMessageGlobalisationCode"])
            == ("503", "error.msg.service.unavailable")
        ),
    ),
    "mambu": Posting(
        mambu,
        "clients",
        _mambu_client,
        CLIENTS,
        lambda said: isinstance(said["returnCode"], int) and isinstance(said["returnStatus"], str),
    ),
    "native": Posting(
        native,
        "commands/post-manual-entry",
        _native_entry,
        ENTRIES,
        lambda said: said["status"] == 503 and said["title"] == "Unavailable",
    ),
}


def two_accounts(caller: Call) -> tuple[int, int]:
    """Accounts to post between, made with ``caller(method, path, body)`` of the Mifos X dialect."""

    def account() -> int:
        name = unique("Account")
        body = {"name": name, "glCode": name, "type": 1, "usage": 1, "manualEntriesAllowed": True}
        made = caller("POST", "glaccounts", body)
        return int(made["resourceId"])

    return account(), account()


def accounts_of(tenant: Tenant) -> tuple[int, int]:
    """Accounts to post between, in a test tenant."""
    caller = Caller.of(mifos(), tenant)
    return two_accounts(lambda method, path, body: _made(caller.call(method, path, body)))


def _made(reply: Reply) -> Any:
    assert reply.status == 200, reply.text
    return reply.body
