"""Identity papers of clients, and their pictures."""

from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import CLIENT_RESOURCE, Listed, WithTemplate
from amana.dialects.families.mifos.fields.clients import (
    IDENTIFIER,
    IDENTIFIER_CHANGES,
    IDENTIFIER_TEMPLATE,
    NEW_IDENTIFIER,
)
from amana.dialects.families.mifos.oddities_clients import (
    IMAGE_RESULT,
    show_as_data_uri,
    show_as_file,
    take_data_uri,
    take_form,
)
from amana.parties.clients.identifiers import (
    AddClientIdentifier,
    RemoveClientIdentifier,
    UpdateClientIdentifier,
)
from amana.parties.clients.images import GetClientImage, RemoveClientImage, StoreClientImage
from amana.parties.clients.papers import GetClientIdentifier, GetIdentifierOptions, ListClientIdentifiers

PLACES = {
    "clientId": Field("clientId", "client", ID),
    "identifierId": Field("identifierId", "identifier", ID),
}
PAPERS = Rows("clientIdentifier", places=PLACES)
IMAGES = Rows("clientImage", places=PLACES)
ALL = "clients/{clientId}/identifiers"
ONE = "clients/{clientId}/identifiers/{identifierId}"
IMAGE = "clients/{clientId}/images"

ROWS = (
    PAPERS.shows("client_identifiers_list", f"GET {ALL}", ListClientIdentifiers, Listed(IDENTIFIER)),
    PAPERS.shows(
        "client_identifiers_template", f"GET {ALL}/template", GetIdentifierOptions, IDENTIFIER_TEMPLATE
    ),
    PAPERS.shows(
        "client_identifiers_retrieve",
        f"GET {ONE}",
        GetClientIdentifier,
        WithTemplate(IDENTIFIER, IDENTIFIER_TEMPLATE),
        filters=Fields("Template", Field("template", "with_options", BOOLEAN)),
    ),
    PAPERS.does(
        "client_identifiers_create",
        f"POST {ALL}",
        AddClientIdentifier,
        NEW_IDENTIFIER,
        answers=CLIENT_RESOURCE,
    ),
    PAPERS.does(
        "client_identifiers_update",
        f"PUT {ONE}",
        UpdateClientIdentifier,
        IDENTIFIER_CHANGES,
        answers=CLIENT_RESOURCE.showing(IDENTIFIER_CHANGES),
    ),
    PAPERS.does(
        "client_identifiers_delete", f"DELETE {ONE}", RemoveClientIdentifier, answers=CLIENT_RESOURCE
    ),
    IMAGES.odd(
        "client_images_retrieve",
        f"GET {IMAGE}",
        show_as_data_uri,
        because="the answer is a data URI, not JSON",
        reads=(GetClientImage,),
    ),
    IMAGES.odd(
        "client_images_retrieve_binary",
        f"GET {IMAGE} [accept application/octet-stream]",
        show_as_file,
        because="the answer is a file, not JSON",
        reads=(GetClientImage,),
    ),
    IMAGES.odd(
        "client_images_create",
        f"POST {IMAGE} [text/plain]",
        take_data_uri,
        because="the body is a data URI, not JSON",
        answers=IMAGE_RESULT,
        writes=(StoreClientImage,),
    ),
    IMAGES.odd(
        "client_images_create_form",
        f"POST {IMAGE} [multipart/form-data]",
        take_form,
        because="the body is a form with a file, not JSON",
        answers=IMAGE_RESULT,
        writes=(StoreClientImage,),
    ),
    IMAGES.odd(
        "client_images_update",
        f"PUT {IMAGE} [text/plain]",
        take_data_uri,
        because="the body is a data URI, not JSON",
        answers=IMAGE_RESULT,
        writes=(StoreClientImage,),
    ),
    IMAGES.odd(
        "client_images_update_form",
        f"PUT {IMAGE} [multipart/form-data]",
        take_form,
        because="the body is a form with a file, not JSON",
        answers=IMAGE_RESULT,
        writes=(StoreClientImage,),
    ),
    IMAGES.does("client_images_delete", f"DELETE {IMAGE}", RemoveClientImage, answers=IMAGE_RESULT),
)
