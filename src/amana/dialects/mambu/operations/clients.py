"""Clients."""

from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.late import Referred
from amana.dialects.base.rows import Rows
from amana.dialects.mambu.answers import Executed, Listed
from amana.dialects.mambu.fields.clients import (
    AS_IT_STANDS,
    CLIENT,
    CLIENT_CHANGES,
    NAMED_CHANGES,
    NEW_CLIENT,
    PATCH,
    SHORT_FORM,
)
from amana.dialects.mambu.fields.clients_search import BY_PAPER, LOOK_UP, SEARCH
from amana.dialects.mambu.oddities import create_or_update
from amana.kernel.references import Unknown
from amana.parties.clients.enrol import EnrolClient
from amana.parties.clients.file import GetClientFile, ListClientFiles
from amana.parties.clients.revise import ReviseClient

ROW = Rows("client", places={"clientId": Field("clientId", "client", Referred("client", Unknown.NOT_FOUND))})
BY_JSON = "POST clients [application/json]"
CREATED = ROW.does("create-or-update-client", BY_JSON, EnrolClient, NEW_CLIENT, answers=AS_IT_STANDS)
CHANGED = ROW.does("create-or-update-client", BY_JSON, ReviseClient, NAMED_CHANGES, answers=AS_IT_STANDS)

ROWS = (
    ROW.shows(
        "get-all-clients", "GET clients", ListClientFiles, Listed(CLIENT), listing=LOOK_UP, filters=BY_PAPER
    ),
    ROW.shows("get-client-by-id", "GET clients/{clientId}", GetClientFile, CLIENT),
    ROW.shows("search-for-clients", "POST clients/search", ListClientFiles, Listed(CLIENT), listing=SEARCH),
    ROW.does(
        "create-client-by-query",
        "POST clients",
        EnrolClient,
        Fields("NoBody"),
        answers=AS_IT_STANDS,
        from_query=SHORT_FORM,
        title="create a client by query parameters",
    ),
    ROW.odd(
        "create-or-update-client",
        BY_JSON,
        create_or_update("client", CREATED, CHANGED),
        because="a client's key in the body makes an update of a creation",
        fields=NEW_CLIENT,
        answers=AS_IT_STANDS,
        writes=(EnrolClient, ReviseClient),
    ),
    ROW.does("update-client", "POST clients/{clientId}", ReviseClient, CLIENT_CHANGES, answers=AS_IT_STANDS),
    ROW.does("patch-client-record", "PATCH clients/{clientId}", ReviseClient, PATCH, answers=Executed()),
)
