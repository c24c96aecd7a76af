"""Pictures of clients: they travel as data URIs, as parts of forms and as plain files, not as JSON."""

from amana.dialects.base.codecs import ID, TEXT
from amana.dialects.base.desk import Desk
from amana.dialects.base.entry import path_values
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.request import Request, Response
from amana.dialects.families.mifos.answers import Written
from amana.dialects.families.mifos.uploads import data_uri, data_uri_content, uploaded
from amana.parties.clients.images import GetClientImage, ImageView, StoreClientImage

FILE = "file"
PLACE = (Field("clientId", "client", ID),)
IMAGE_RESULT = Written(
    ids=("resourceId",),
    always=True,
    more=Fields("ImageResult", Field("resourceIdentifier", "identifier", TEXT)),
)


def show_as_data_uri(request: Request, desk: Desk) -> Response:
    """The picture as text that a page can show as it is."""
    image = _image(request, desk)
    return Response(body=data_uri(image.media_type, image.content), content_type="text/plain")


def show_as_file(request: Request, desk: Desk) -> Response:
    """The picture as the file it was."""
    image = _image(request, desk)
    return Response(body=image.content, content_type=image.media_type)


def take_data_uri(request: Request, desk: Desk) -> Response:
    """A picture in a body that is a data URI."""
    return _store(request, desk, data_uri_content(request))


def take_form(request: Request, desk: Desk) -> Response:
    """A picture in the part ``file`` of a form."""
    return _store(request, desk, uploaded(request, FILE))


def _client(request: Request) -> int:
    client: int = path_values(PLACE, request)["client"]
    return client


def _image(request: Request, desk: Desk) -> ImageView:
    image: ImageView = desk.ask(GetClientImage(client=_client(request)))
    return image


def _store(request: Request, desk: Desk, content: bytes) -> Response:
    return desk.do(StoreClientImage(client=_client(request), content=content), IMAGE_RESULT)
