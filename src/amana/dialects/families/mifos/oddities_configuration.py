"""Global configuration: the setting's name is the parameter's name."""

from typing import Any

from amana.dialects.base.codecs import BOOLEAN, Schema
from amana.dialects.base.core import TENANT_PARAMETER
from amana.dialects.base.desk import Desk
from amana.dialects.base.faults import BadRequest, Fault, FaultKind, Unreadable
from amana.dialects.base.request import Request, Response
from amana.dialects.families.mifos.answers import pending
from amana.kernel.configuration.change_settings import ChangeSettings, SettingChange
from amana.kernel.outcome import Outcome, PendingApproval

NOT_SETTINGS = frozenset({TENANT_PARAMETER, "pretty", "fields", "locale", "dateFormat"})


class SettingsChanged:
    """``{changes: {globalConfiguration: {name: state}}}``: what was sent, as it now is."""

    def render(self, result: Outcome | PendingApproval, _request: Request) -> dict[str, Any]:
        """The body of the answer."""
        if isinstance(result, PendingApproval):
            return pending(result)
        return {"changes": {"globalConfiguration": dict(result.more["settings"])}}

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        states = {"type": "object", "additionalProperties": {"type": "boolean"}}
        changes = {"type": "object", "properties": {"globalConfiguration": states}}
        return {"type": "object", "title": "SettingsChanged", "properties": {"changes": changes}}


SETTINGS_CHANGED = SettingsChanged()


def change_settings(request: Request, desk: Desk) -> Response:
    """Read each parameter that is none of the wire's own as a setting and its state."""
    sent = {name: text for name, text in request.query.items() if name not in NOT_SETTINGS}
    changes: list[SettingChange] = []
    faults: list[Fault] = []
    for name, text in sent.items():
        try:
            changes.append(SettingChange(name=name, enabled=BOOLEAN.read(text, request.spelling)))
        except Unreadable as wrong:
            faults.append(Fault(wrong.kind, name, text, wrong.args))
    faults.extend(Fault(FaultKind.UNSUPPORTED, name, value) for name, value in request.object.items())
    if faults:
        raise BadRequest(tuple(faults))
    return desk.do(ChangeSettings(settings=tuple(changes)), SETTINGS_CHANGED)
