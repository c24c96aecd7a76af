"""A request as the rows see it: parts already taken apart, the body decoded when somebody looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from amana.dialects.base.codecs import Spelling
from amana.dialects.base.faults import BadRequest, FaultKind
from amana.dialects.base.json_in import JsonIn, decode

NOT_JSON = ("multipart/", "text/plain", "application/octet-stream", "image/")


@dataclass(slots=True)
class Request:
    """One call. ``query`` holds the last value of each parameter, ``pairs`` every one, ``headers`` lower-case names."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    pairs: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base_url: str = ""
    request_id: str = ""
    address: str = ""
    """Where the caller is, as far as that is known."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Values of the path's placeholders."""
    spelled: type[Spelling] = Spelling
    lenient: bool = False
    _json: JsonIn = ...
    _spelling: Spelling | None = None

    @property
    def content_type(self) -> str:
        """Media type of the body, lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, going by its content type (which many clients forget)."""
        return not self.content_type.startswith(NOT_JSON)

    @property
    def json(self) -> JsonIn:
        """The decoded body; an empty body counts as an empty object. Raises ``BadRequest``."""
        if self._json is ...:
            blank = not self.body.strip()
            self._json = {} if blank else decode(self.body, lenient=self.lenient)
        return self._json

    @property
    def object(self) -> dict[str, JsonIn]:
        """The decoded body where an object is called for."""
        if not isinstance(self.json, dict):
            raise BadRequest.of(FaultKind.NOT_AN_OBJECT, "")
        return self.json

    @property
    def spelling(self) -> Spelling:
        """How this request spells values: declared in the body of a write, in the query of a read."""
        if self._spelling is None:
            writes = self.method in {"POST", "PUT", "PATCH"} and self.is_json
            source: Mapping[str, Any] = self.object if writes else {}
            consumed = self.spelled.consumed
            declared = {name: self.query[name] for name in consumed if name in self.query}
            self._spelling = self.spelled.of({**declared, **source})
        return self._spelling

    def every(self, name: str) -> list[str]:
        """What a query parameter lists: its values, each of them again a list with commas."""
        given = [value for key, value in self.pairs if key == name] or [self.query.get(name, "")]
        return [one.strip() for text in given for one in text.split(",") if one.strip()]

    def asks(self, name: str) -> bool:
        """Whether a query parameter says true."""
        return self.query.get(name, "").strip().lower() in {"true", "1"}


@dataclass(slots=True)
class Response:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
