"""Clients."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed
from amana.dialects.families.mifos.fields.clients import (
    ACTIVATION,
    CLOSURE,
    REACTIVATION,
    REJECTION,
    REOPENING,
    STAFF_CHOICE,
    WITHDRAWAL,
)
from amana.dialects.families.mifos.rows import relative
from amana.dialects.musoni.answers import COMMANDED, CREATED
from amana.dialects.musoni.fields.loans import CLIENT_ACCOUNTS
from amana.dialects.musoni.fields.parties import (
    CLIENT,
    CLIENT_CHANGES,
    CLIENT_FILTERS,
    CLIENT_LISTING,
    NEW_CLIENT,
)
from amana.loans.borrowing import AccountsOfClient
from amana.parties.clients.activate import ActivateClient
from amana.parties.clients.assign_staff import AssignClientStaff, UnassignClientStaff
from amana.parties.clients.close import CloseClient, ReactivateClient
from amana.parties.clients.create import CreateClient
from amana.parties.clients.queries import GetClient, ListClients
from amana.parties.clients.turn_away import (
    RejectClient,
    UndoClientRejection,
    UndoClientWithdrawal,
    WithdrawClient,
)
from amana.parties.clients.update import UpdateClient

ROW = Rows("client", places={"id": Field("id", "client", ID)})
ONE = "clients/{id}"

ROWS = (
    ROW.shows(
        "clients.list",
        "GET clients",
        ListClients,
        Listed(CLIENT),
        filters=CLIENT_FILTERS,
        listing=CLIENT_LISTING,
    ),
    ROW.shows("clients.get", f"GET {ONE}", GetClient, CLIENT),
    ROW.shows("clients.accounts", f"GET {ONE}/accounts", AccountsOfClient, CLIENT_ACCOUNTS),
    ROW.does("clients.create", "POST clients", CreateClient, NEW_CLIENT, answers=CREATED),
    ROW.does("clients.update", f"PUT {ONE}", UpdateClient, CLIENT_CHANGES, answers=CREATED),
    relative("clients_delete", "clients.delete", f"DELETE {ONE}", CREATED),
    ROW.does(
        "clients.activate", f"POST {ONE}?command=activate", ActivateClient, ACTIVATION, answers=COMMANDED
    ),
    ROW.does("clients.close", f"POST {ONE}?command=close", CloseClient, CLOSURE, answers=CREATED),
    ROW.does("clients.reject", f"POST {ONE}?command=reject", RejectClient, REJECTION, answers=CREATED),
    ROW.does(
        "clients.undoRejection",
        f"POST {ONE}?command=undoRejection",
        UndoClientRejection,
        REOPENING,
        answers=CREATED,
    ),
    ROW.does("clients.withdraw", f"POST {ONE}?command=withdraw", WithdrawClient, WITHDRAWAL, answers=CREATED),
    ROW.does(
        "clients.undoWithdrawal",
        f"POST {ONE}?command=undoWithdrawal",
        UndoClientWithdrawal,
        REOPENING,
        answers=CREATED,
    ),
    ROW.does(
        "clients.reactivate",
        f"POST {ONE}?command=reactivate",
        ReactivateClient,
        REACTIVATION,
        answers=CREATED,
    ),
    ROW.does(
        "clients.assignStaff",
        f"POST {ONE}?command=assignStaff",
        AssignClientStaff,
        STAFF_CHOICE,
        answers=CREATED,
    ),
    ROW.does(
        "clients.unassignStaff",
        f"POST {ONE}?command=unassignStaff",
        UnassignClientStaff,
        answers=CREATED,
    ),
)
