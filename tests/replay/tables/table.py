"""Where a case stands: what was made, under the names of the case, and what every step was answered."""

import re
from decimal import Decimal

from tests.replay.outcomes import Differs, NotExpressible
from tests.replay.tables.bodies import KINDS, kind_of, unique
from tests.replay.tables.paths import agrees, at, must_agree, plain
from tests.replay.wire import Refused, Wire

BENEATH_AN_ID = re.compile(r"loan_id\.")
"""An answer holds an id, nothing beneath it: such a path is about the loan. The file puts what is expected of a loan
in the end, or at some time in between, on the step from which the origin has the loan's number.
"""
ASSUMED_TODAY = "2026-06-29"
"""The day of the state of the source, for cases that are not told another one."""


def as_refused(step, expected):
    """Where the status of a refusal stands in the amount's place: no amount, and what is looked at are the errors."""
    if step["amount"].keys() != {"expect_status_code"}:
        raise NotExpressible("an amount that nothing in the file explains")
    errors = {re.sub(r"^.*?\[", "errors[", path, count=1): want for path, want in expected.items()}
    return {name: value for name, value in step.items() if name != "amount"}, errors, True


class Table:
    """One case at work."""

    def __init__(self, case, caller):
        self.case = case
        self.wire = Wire(caller)
        self.ids = {}
        self.accounts = {}
        self.kinds = {}
        self.answers = {}
        self.loans = {}
        self.today = case.get("assumed_today", ASSUMED_TODAY)
        self.step = None
        self.due = []
        """Expectations that refer to an answer still to come: step, what is expected, the last step they wait for."""
        self.hopes = []
        """What a record will say at some time: where it is read, the path, the value."""
        self._client = None

    def id(self, name):
        """The id of something that the case has made."""
        if name not in self.ids:
            if name is None or str(name).startswith("ref"):
                raise NotExpressible(f"{name or 'something'} is described nowhere in the file")
            raise Differs(f"{name} was never made")
        return self.ids[name]

    def make_account(self, name, kind):
        """A ledger account under a name of the case."""
        body = {
            "name": f"{name} {unique()}",
            "glCode": unique(),
            "type": KINDS[kind],
            "usage": 1,
            "manualEntriesAllowed": True,
        }
        self.kinds[name] = kind
        self.accounts[name] = self.wire.post("glaccounts", body)["resourceId"]

    def account(self, role, name):
        """The account that plays a role of a product.

        Where the origin names no accounts the file has one for several roles. No chart of accounts allows that, so
        roles of another class than its own get the only account of theirs that the file has, or one beside it.
        """
        kind = kind_of(role)
        if kind not in (None, self.kinds[name]):
            of_class = [one for one in self.case.get("accounts") or {} if self.kinds[one] == kind]
            if len(of_class) == 1:
                return self.accounts[of_class[0]]
            name = f"{name} as {kind}"
            if name not in self.accounts:
                self.make_account(name, kind)
        return self.accounts[name]

    def client(self):
        """The borrower, made when first asked for."""
        if self._client is None:
            request = {
                "officeId": 1,
                "firstname": "Ada",
                "lastname": "Borrower",
                "active": True,
                "legalFormId": 1,
                "submittedOnDate": "01 January 2009",
                "activationDate": "01 January 2009",
            }
            self._client = self.wire.post("clients", request)["clientId"]
        return self._client

    def value(self, given):
        """A value of a step: as given, or taken from an earlier answer."""
        if not isinstance(given, dict) or "from_step" not in given:
            return given
        found = plain(at(self.answers[given["from_step"]], given["path"]))
        if not {"plus", "minus", "times"} & given.keys():
            return found
        number = Decimal(str(found)) * Decimal(str(given.get("times", 1)))
        number += Decimal(str(given.get("plus", 0))) - Decimal(str(given.get("minus", 0)))
        return str(number)

    def given(self, step):
        """The step with every value in place of what stands for it."""
        return {name: self._filled(one) for name, one in step.items()}

    def _filled(self, one):
        if isinstance(one, list):
            return [self._filled(each) for each in one]
        if isinstance(one, dict) and "from_step" not in one:
            return {name: self._filled(each) for name, each in one.items()}
        return self.value(one)

    def attempt(self, act, step):
        """Do a step; the refusal that it expects is its answer."""
        expected = (step.get("expect") or {}).get("fields", {})
        if any("duplicate.externalId" in str(want) for want in expected.values()):
            raise NotExpressible("external ids are left out of the file")
        refused = step.get("expect_error") or any(path.startswith("errors") for path in expected)
        if isinstance(step.get("amount"), dict):
            step, expected, refused = as_refused(step, expected)
        try:
            answer = act(self, step)
        except Refused as refusal:
            if not refused or refusal.status >= 500:
                raise
            answer = self.wire.reply.body
        else:
            if refused:
                raise Differs("want a refusal, but it was done")
        for path, want in expected.items():
            if BENEATH_AN_ID.match(path):
                self.hopes.append(
                    (f"loans/{self.id(step.get('loan') or step['id'])}", path.partition(".")[2], want)
                )
            else:
                must_agree(path, self.named(want), at(answer, path))
        return answer

    def named(self, want):
        """An expected value; the name of something made stands for its id, as does that of a ledger account."""
        if not isinstance(want, str):
            return want
        if want.startswith("ref") and want[3:].isdigit():
            return self.id(want)
        account = want.removeprefix("gl:")
        return self._standing_for(account) or want if account != want else self.ids.get(want, want)

    def _standing_for(self, account):
        """The ledger account of that name; else the only one of the class in the name that stands beside another."""
        beside = f" as {account.rstrip('0123456789').upper()}"
        found = [number for name, number in self.accounts.items() if name.endswith(beside)]
        return self.accounts.get(account) or (found[0] if len(found) == 1 else None)

    def look_out(self):
        """Drop the hopes that have come true."""
        self.hopes = [
            (target, path, want)
            for target, path, want in self.hopes
            if not agrees(want, at(self.wire.get(target), path))
        ]
