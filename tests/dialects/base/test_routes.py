"""Routes: literal before placeholder, discriminators, 404, 405 and unknown commands."""

from dataclasses import dataclass

import pytest

from amana.dialects.base.faults import MethodNotAllowed, UnknownDiscriminator, UnknownPath
from amana.dialects.base.routes import Route, Router


@dataclass(frozen=True)
class Row:
    id: str
    route: Route


def rows(*texts: str) -> Router[Row]:
    return Router([Row(text, Route.parse(text)) for text in texts])


ROUTER = rows(
    "GET clients",
    "POST clients",
    "GET clients/{clientId}",
    "GET clients/template",
    "POST clients/{clientId}?command=activate",
    "POST clients/{clientId}?command=assignStaff",
    "POST loans",
    "POST loans?command=calculateLoanSchedule",
    "GET loanproducts",
    "GET loanproducts?associations=productMixes",
    "POST clients/{clientId}/images [text/plain]",
    "POST clients/{clientId}/images [multipart/form-data]",
    "GET clients/{clientId}/images",
    "GET clients/{clientId}/images [accept application/octet-stream]",
    "GET {resource}/{resourceId}/notes",
)


@pytest.mark.parametrize(
    ("method", "path", "query", "found"),
    [
        ("GET", "/clients", {}, "GET clients"),
        ("GET", "/clients/", {}, "GET clients"),
        ("HEAD", "/clients", {}, "GET clients"),
        ("GET", "/clients/template", {}, "GET clients/template"),
        ("GET", "/clients/7", {}, "GET clients/{clientId}"),
        ("GET", "/clients/7/notes", {}, "GET {resource}/{resourceId}/notes"),
        ("POST", "/clients/7", {"command": "ACTIVATE"}, "POST clients/{clientId}?command=activate"),
        ("POST", "/loans", {}, "POST loans"),
        ("POST", "/loans", {"command": "calculateLoanSchedule"}, "POST loans?command=calculateLoanSchedule"),
        ("GET", "/loanproducts", {"associations": "charges"}, "GET loanproducts"),
        (
            "GET",
            "/loanproducts",
            {"associations": "productMixes"},
            "GET loanproducts?associations=productMixes",
        ),
        ("GET", "/clients/7", {"unknown": "x"}, "GET clients/{clientId}"),
    ],
)
def test_matching(method: str, path: str, query: dict[str, str], found: str) -> None:
    assert ROUTER.find(method, path, query)[0].id == found


def test_media_types_tell_operations_apart() -> None:
    post = "POST clients/{clientId}/images"
    assert ROUTER.find("POST", "/clients/1/images", {}, "multipart/form-data")[0].id.startswith(post)
    assert ROUTER.find("POST", "/clients/1/images", {}, "text/plain")[0].id == f"{post} [text/plain]"
    binary = ROUTER.find("GET", "/clients/1/images", {}, "", "application/octet-stream")[0]
    assert binary.route.accept == "application/octet-stream"


def test_placeholders_are_handed_over() -> None:
    assert ROUTER.find("GET", "/clients/7/notes", {})[1] == {"resource": "clients", "resourceId": "7"}


def test_unknown_path() -> None:
    with pytest.raises(UnknownPath):
        ROUTER.find("GET", "/nothing/here", {})


def test_known_path_other_method() -> None:
    with pytest.raises(MethodNotAllowed) as caught:
        ROUTER.find("DELETE", "/clients", {})
    assert caught.value.allowed == ("GET", "HEAD", "POST", "OPTIONS")


@pytest.mark.parametrize("query", [{}, {"command": ""}, {"command": "dance"}])
def test_a_command_nobody_knows(query: dict[str, str]) -> None:
    with pytest.raises(UnknownDiscriminator):
        ROUTER.find("POST", "/clients/7", query)


def test_an_unknown_command_does_not_fall_through_to_the_plain_row() -> None:
    with pytest.raises(UnknownDiscriminator):
        ROUTER.find("POST", "/loans", {"command": "dance"})


def test_routes_are_the_same_whatever_their_placeholders_are_called() -> None:
    assert Route.parse("GET loans/{a}?command=X").shape == Route.parse("GET /loans/{b}/?command=x").shape
