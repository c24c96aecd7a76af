"""Clients."""

from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import CLIENT_RESOURCE, Paged, WithTemplate, Written
from amana.dialects.families.mifos.fields.clients import (
    ACCEPTANCE,
    ACTIVATION,
    CLIENT,
    CLIENT_CHANGES,
    CLIENT_FILTERS,
    CLIENT_LISTED,
    CLIENT_LISTS,
    CLIENT_SEARCH,
    CLIENT_SORT,
    CLIENT_TEMPLATE,
    CLOSURE,
    NEW_CLIENT,
    PROPOSAL,
    REACTIVATION,
    REJECTION,
    REMARK,
    REOPENING,
    STAFF_CHOICE,
    TEMPLATE_FILTERS,
    TRANSFER,
    WITHDRAWAL,
)
from amana.dialects.families.mifos.listing import Listing
from amana.parties.clients.activate import ActivateClient
from amana.parties.clients.assign_staff import AssignClientStaff, UnassignClientStaff
from amana.parties.clients.close import CloseClient, ReactivateClient
from amana.parties.clients.create import CreateClient
from amana.parties.clients.delete import DeleteClient
from amana.parties.clients.options import GetClientOptions
from amana.parties.clients.queries import GetClient, ListClients
from amana.parties.clients.transfer import (
    AcceptClientTransfer,
    ProposeClientTransfer,
    RejectClientTransfer,
    TransferClient,
    WithdrawClientTransfer,
)
from amana.parties.clients.turn_away import (
    RejectClient,
    UndoClientRejection,
    UndoClientWithdrawal,
    WithdrawClient,
)
from amana.parties.clients.update import UpdateClient

ROW = Rows("client", places={"clientId": Field("clientId", "client", ID)})
CLIENT_ONLY = Written(ids=("clientId", "resourceId"))
TEMPLATE = Fields("Template", Field("template", "with_options", BOOLEAN))
ONE = "clients/{clientId}"

ROWS = (
    ROW.shows(
        "clients_template",
        "GET clients/template",
        GetClientOptions,
        CLIENT_TEMPLATE,
        filters=TEMPLATE_FILTERS,
    ),
    ROW.shows(
        "client_list",
        "GET clients",
        ListClients,
        Paged(CLIENT_LISTED),
        filters=CLIENT_FILTERS,
        listing=Listing(sort=CLIENT_SORT, search=CLIENT_SEARCH),
    ),
    ROW.shows(
        "clients_retrieve", f"GET {ONE}", GetClient, WithTemplate(CLIENT, CLIENT_LISTS), filters=TEMPLATE
    ),
    ROW.does("clients_create", "POST clients", CreateClient, NEW_CLIENT, answers=CLIENT_RESOURCE),
    ROW.does(
        "clients_update",
        f"PUT {ONE}",
        UpdateClient,
        CLIENT_CHANGES,
        answers=CLIENT_RESOURCE.showing(CLIENT_CHANGES),
    ),
    ROW.does("clients_delete", f"DELETE {ONE}", DeleteClient, answers=CLIENT_RESOURCE),
    ROW.does(
        "clients_activate",
        f"POST {ONE}?command=activate",
        ActivateClient,
        ACTIVATION,
        answers=CLIENT_RESOURCE,
    ),
    ROW.does("clients_close", f"POST {ONE}?command=close", CloseClient, CLOSURE, answers=CLIENT_ONLY),
    ROW.does(
        "clients_reject", f"POST {ONE}?command=reject", RejectClient, REJECTION, answers=CLIENT_RESOURCE
    ),
    ROW.does(
        "clients_undo_rejection",
        f"POST {ONE}?command=undoRejection",
        UndoClientRejection,
        REOPENING,
        answers=CLIENT_RESOURCE,
    ),
    ROW.does(
        "clients_withdraw",
        f"POST {ONE}?command=withdraw",
        WithdrawClient,
        WITHDRAWAL,
        answers=CLIENT_RESOURCE,
    ),
    ROW.does(
        "clients_undo_withdrawal",
        f"POST {ONE}?command=undoWithdrawal",
        UndoClientWithdrawal,
        REOPENING,
        answers=CLIENT_RESOURCE,
    ),
    ROW.does(
        "clients_reactivate",
        f"POST {ONE}?command=reactivate",
        ReactivateClient,
        REACTIVATION,
        answers=CLIENT_RESOURCE,
    ),
    ROW.does(
        "clients_assignStaff",
        f"POST {ONE}?command=assignStaff",
        AssignClientStaff,
        STAFF_CHOICE,
        answers=CLIENT_RESOURCE.showing(STAFF_CHOICE),
    ),
    ROW.does(
        "clients_unassignStaff",
        f"POST {ONE}?command=unassignStaff",
        UnassignClientStaff,
        STAFF_CHOICE,
        answers=CLIENT_RESOURCE.showing(STAFF_CHOICE),
    ),
    ROW.does(
        "clients_propose_transfer",
        f"POST {ONE}?command=proposeTransfer",
        ProposeClientTransfer,
        PROPOSAL,
        answers=CLIENT_ONLY,
    ),
    ROW.does(
        "clients_withdraw_transfer",
        f"POST {ONE}?command=withdrawTransfer",
        WithdrawClientTransfer,
        REMARK,
        answers=CLIENT_ONLY,
    ),
    ROW.does(
        "clients_reject_transfer",
        f"POST {ONE}?command=rejectTransfer",
        RejectClientTransfer,
        REMARK,
        answers=CLIENT_ONLY,
    ),
    ROW.does(
        "clients_accept_transfer",
        f"POST {ONE}?command=acceptTransfer",
        AcceptClientTransfer,
        ACCEPTANCE,
        answers=CLIENT_ONLY,
    ),
    ROW.does(
        "clients_transfer", f"POST {ONE}?command=transfer", TransferClient, TRANSFER, answers=CLIENT_ONLY
    ),
    ROW.does(
        "clients_propose_and_accept_transfer",
        f"POST {ONE}?command=proposeAndAcceptTransfer",
        TransferClient,
        TRANSFER,
        answers=CLIENT_ONLY,
    ),
)
