"""What the Mifos family says about each kind of fault: globalisation code and text.

``{resource}`` is the operation's noun, ``{name}`` the field as sent, ``{0}``, ``{1}`` the fault's arguments.
"""

from dataclasses import dataclass

from amana.dialects.base.faults import FaultKind


@dataclass(frozen=True, slots=True)
class Message:
    """A globalisation code and its English text, both templates."""

    code: str
    text: str


def _field(code: str, text: str) -> Message:
    return Message("validation.msg.{resource}.{name}." + code, text)


FAULTS: dict[FaultKind, Message] = {
    FaultKind.MISSING: _field("cannot.be.blank", "The parameter {name} cannot be blank."),
    FaultKind.BLANK: _field("cannot.be.blank", "The parameter {name} cannot be blank."),
    FaultKind.NOT_TEXT: _field("must.be.a.string", "The parameter {name} has to be text."),
    FaultKind.NOT_A_NUMBER: Message(
        "validation.msg.invalid.decimal.format", "The parameter {name} has value: {value} which is invalid."
    ),
    FaultKind.NOT_AN_INTEGER: Message(
        "validation.msg.invalid.integer.format", "The parameter {name} has value: {value} which is invalid."
    ),
    FaultKind.NOT_A_BOOLEAN: _field(
        "must.be.true.or.false", "The parameter {name} must be set as true or false."
    ),
    FaultKind.NOT_A_DATE: Message(
        "validation.msg.invalid.date.format",
        "The parameter {name} is invalid based on the dateFormat: '{0}' and locale provided.",
    ),
    FaultKind.NOT_AN_OBJECT: _field("must.be.an.object", "The parameter {name} has to be an object."),
    FaultKind.NOT_A_LIST: _field("must.be.an.array", "The parameter {name} has to be a list."),
    FaultKind.NOT_ONE_OF: _field(
        "is.not.one.of.expected.enumerations", "The parameter {name} must be one of [ {args} ]."
    ),
    FaultKind.OUT_OF_RANGE: _field(
        "is.not.within.expected.range", "The parameter {name} has value: {value} which is out of range."
    ),
    FaultKind.TOO_LONG: _field(
        "exceeds.max.length", "The parameter {name} exceeds max length of {0} characters."
    ),
    FaultKind.BAD_TEXT: _field(
        "contains.invalid.characters", "The parameter {name} holds characters that cannot be stored."
    ),
    FaultKind.DUPLICATE: _field("is.given.twice", "The parameter {name} is given more than once."),
    FaultKind.UNSUPPORTED: Message(
        "error.msg.parameter.unsupported", "The parameter {name} is not supported."
    ),
    FaultKind.LOCALE_MISSING: Message(
        "validation.msg.missing.locale.parameter",
        "The parameter {name} requires a 'locale' parameter to be passed with it.",
    ),
    FaultKind.LOCALE_UNKNOWN: Message(
        "validation.msg.invalid.locale.format", "The parameter locale has value {0} which is no known locale."
    ),
    FaultKind.DATE_FORMAT_MISSING: Message(
        "validation.msg.missing.dateFormat.parameter",
        "The parameter {name} requires a '{0}' parameter to be passed with it.",
    ),
    FaultKind.DATE_FORMAT_BAD: Message(
        "validation.msg.invalid.dateFormat.format",
        "The parameter {0} has value {1} which is no date pattern.",
    ),
    FaultKind.BAD_FILTER: Message(
        "error.msg.invalid.search.condition", "The parameter {name} cannot be used as a filter: {0}."
    ),
    FaultKind.BAD_JSON: Message(
        "error.msg.invalid.request.body", "The request body is not well-formed JSON: {0} (at character {1})."
    ),
    FaultKind.TOO_LARGE: Message("error.msg.request.too.large", "The request body exceeds {0} bytes."),
    FaultKind.TOO_SLOW: Message("error.msg.request.timeout", "The request body did not come in time."),
    FaultKind.TOO_DEEP: Message(
        "error.msg.request.too.deep", "The request body nests deeper than {0} levels."
    ),
}

PROBLEMS: dict[str, str] = {
    "blank": "cannot.be.blank",
    "unknown": "is.invalid",
    "format": "is.invalid",
    "too_small": "not.greater.than.specified.number",
    "not_positive": "not.greater.than.zero",
    "too_large": "is.greater.than.max",
    "too_long": "exceeds.max.length",
    "not_one_of": "is.not.one.of.expected.enumerations",
    "unsupported": "not.supported",
    "locale_missing": "requires.locale",
    "inconsistent": "is.inconsistent",
    "mandatory": "cannot.be.blank",
}
"""Last part of the code of what the core itself finds wrong with a field, by the problem's kind."""
