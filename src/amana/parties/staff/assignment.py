"""Who may be put in charge of a client or group."""

from dataclasses import dataclass
from typing import ClassVar

from amana.kernel.context import Work
from amana.kernel.refusals import Refused
from amana.parties.refs import StaffRef, staff_ref


@dataclass(eq=False, kw_only=True)
class StaffOfOtherOffice(Refused):
    """Staff looks after the clients of its own office."""

    code: ClassVar[str] = "staff_of_other_office"
    message: ClassVar[str] = "Staff {staff} does not belong to office {office}."

    staff: int
    office: int


@dataclass(eq=False, kw_only=True)
class StaffInactive(Refused):
    """Somebody who has left cannot be put in charge."""

    code: ClassVar[str] = "staff_inactive"
    message: ClassVar[str] = "Staff {staff} is not active."

    staff: int


def require_staff_of(work: Work, staff_id: int, office_id: int) -> StaffRef:
    """The member of staff, who has to be active and of this office."""
    found = staff_ref(work, staff_id)
    if found.office_id != office_id:
        raise StaffOfOtherOffice(staff=staff_id, office=office_id)
    if not found.active:
        raise StaffInactive(staff=staff_id)
    return found
