"""Files that come in as data URIs or as parts of a form."""

import base64
import binascii
import re

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from amana.dialects.base.faults import BadRequest, FaultKind
from amana.dialects.base.request import Request

_DATA_URI = re.compile(
    rb"\s*data:(?P<media>[\w.+-]+/[\w.+-]+)?(?:;[\w=.+-]+)*;base64,(?P<data>.*)\Z", re.DOTALL
)


def data_uri_content(request: Request) -> bytes:
    """The file in a body that is a data URI; line breaks and missing padding are forgiven."""
    found = _DATA_URI.match(request.body)
    if found is None:
        raise BadRequest.of(FaultKind.BAD_TEXT, "body", None)
    data = re.sub(rb"\s", b"", found["data"]).rstrip(b"=")
    whole = data[: len(data) - 1] if len(data) % 4 == 1 else data
    try:
        return base64.b64decode(whole + b"=" * (-len(whole) % 4), validate=True)
    except binascii.Error:
        raise BadRequest.of(FaultKind.BAD_TEXT, "body", None) from None


def data_uri(media_type: str, content: bytes) -> bytes:
    """The file as a data URI."""
    return f"data:{media_type};base64,".encode() + base64.b64encode(content)


class _Parts:
    """Gathers the parts of a form by name."""

    def __init__(self) -> None:
        self.found: dict[str, bytes] = {}
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = self._data = b""

    def on_part_begin(self) -> None:
        self._headers, self._data = {}, b""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def on_part_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self.found[options.get(b"name", b"").decode("utf-8", "replace")] = self._data


def form_parts(request: Request) -> dict[str, bytes]:
    """The parts of a ``multipart/form-data`` body by name; raises ``BadRequest`` for what is none."""
    _, options = parse_options_header(request.headers.get("content-type", ""))
    parts = _Parts()
    names = ("part_begin", "header_field", "header_value", "header_end", "part_data", "part_end")
    try:
        parser = MultipartParser(
            options.get(b"boundary", b""),
            {f"on_{name}": getattr(parts, f"on_{name}") for name in names},  # type: ignore[arg-type]
        )
        parser.write(request.body)
        parser.finalize()
    except MultipartParseError:
        raise BadRequest.of(FaultKind.BAD_TEXT, "body", None) from None
    return parts.found


def uploaded(request: Request, name: str) -> bytes:
    """The file in the part of this name; raises ``BadRequest`` where it is missing."""
    content = form_parts(request).get(name)
    if not content:
        raise BadRequest.of(FaultKind.MISSING, name)
    return content
