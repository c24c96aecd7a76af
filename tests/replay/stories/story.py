"""Where a story stands: its clients and loans, what was done last, and what the set-up is called."""

import uuid

from dateutil.relativedelta import relativedelta

from amana.kernel.clock import now
from tests.replay.figures import iso
from tests.replay.outcomes import Differs
from tests.replay.stories.set_up import code_value, product_body
from tests.replay.wire import Refused, Wire, spelled

CURRENT = "current"


class Story:
    """``products`` are those made so far in this tenant, by key; they outlive the story where nothing changed them."""

    def __init__(self, files, references, caller, products):
        self.files, self.references, self.products = files, references, products
        self.wire = Wire(caller)
        self.clients, self.loans, self.savings = {}, {}, {}
        self.offices = []
        self.last = {}
        self.remembered = {}
        self.added_charges = []
        self.pauses = []
        self.transfers = []
        self.previewed = None
        self.answer = None
        self.business_date = None
        self.product_of_loan = {}

    # -- words ---------------------------------------------------------------------------------------

    def day(self, word):
        """A date of a step as ISO: a date, ``today``, ``today-1M``, ``business_date``."""
        if word is None or not word.startswith(("today", "business_date")):
            return word
        if word == "business_date":
            return self.business_date
        today = now().date()
        if word.endswith("M"):
            today -= relativedelta(months=int(word[6:-1]))
        return today.isoformat()

    def spelled(self, word):
        """The same as the requests write it."""
        return spelled(self.day(word))

    def refer(self, kind, name):
        """The id of something in the set-up; None for no name."""
        if name is None:
            return None
        if kind == "code_value":
            keys = self.files.defaults["reason_keys"]
            found = code_value(self.references, keys.get(name, name))
        else:
            known = self.references[kind]
            found = known.get(name, known.get(name.upper().replace(" ", "_")))
        if found is None:
            raise Differs(f"set-up: there is no {kind} {name}")
        return found

    def product(self, name):
        """The id of a product, made when it is first asked for."""
        if name not in self.products:
            number = len(self.products) + 1
            names = {"name": f"{name[:80]} {number}", "shortName": f"p{number:03}"}
            body = product_body(self.files, self.references, name)
            try:
                self.products[name] = self.wire.post("loanproducts", {**body, **names})["resourceId"]
            except Refused as refusal:
                raise Differs(f"set-up: product {name}: {refusal}") from None
        return self.products[name]

    # -- subjects ------------------------------------------------------------------------------------

    def loan_id(self, step):
        return self._subject(self.loans, "loan", step)

    def client_id(self, step):
        return self._subject(self.clients, "client", step)

    def savings_id(self, step):
        return self._subject(self.savings, "savings", step)

    @staticmethod
    def _subject(known, kind, step):
        name = step.get(kind, CURRENT)
        if name not in known:
            raise Differs(f"no {kind} {name} has been made")
        return known[name]

    def path(self, step):
        """Where the loan of a step is addressed: by its id, or by its external id."""
        if step.get("by") is None:
            return f"loans/{self.loan_id(step)}"
        if step["by"] == "external_id":
            found = self.wire.get(f"loans/{self.loan_id(step)}").get("externalId")
            if not found:
                raise Differs("the loan has no external id")
            return f"loans/external-id/{found}"
        return f"loans/external-id/{uuid.uuid4()}"

    def loan(self, step=None):
        """The loan of a step in full."""
        return self.wire.get(f"loans/{self.loan_id(step or {})}", associations="all")

    def transactions(self, step=None):
        """Its transactions in the order of the list."""
        return self.loan(step).get("transactions") or []

    def transaction(self, number, step=None):
        """One of them, wherever the list has it."""
        return self.wire.get(f"loans/{self.loan_id(step or {})}/transactions/{number}")

    def delinquent(self, step=None):
        """What its collection data say."""
        shown = self.wire.get(f"loans/{self.loan_id(step or {})}", associations="collection")
        found = shown.get("delinquent")
        if found is None:
            raise Differs("the loan shows no collection data (delinquent)")
        return shown, found

    # -- transactions --------------------------------------------------------------------------------

    def is_of(self, transaction, kind):
        """Whether a transaction is of the kind our key names."""
        return transaction["type"]["code"] == self.files.type_codes[kind]

    def select(self, wanted, step=None, default_kind=None):
        """The transaction that a ``select`` or ``of`` picks."""
        last = wanted.get("last")
        if last == "repay" and last not in self.last:
            last = "transact"  # what was paid by another transaction, where nothing was repaid
        if last in self.last and len(wanted) == 1:
            number = self.last[last]
            return self._only((t for t in self.transactions(step) if t["id"] == number), wanted)
        found = self.transactions(step)
        if "position" in wanted:
            place = len(found) if wanted["position"] == "last" else wanted["position"]
            found = found[place - 1 : place]
        if "nth_created" in wanted:
            found = sorted(found, key=lambda one: one["id"])
        kind = wanted.get("type", default_kind or wanted.get("last"))
        if kind is not None:
            found = [one for one in found if self.is_of(one, kind)]
        if "date" in wanted:
            found = [one for one in found if iso(one["date"]) == self.day(wanted["date"])]
        if "amount" in wanted:
            found = [one for one in found if float(one["amount"]) == float(wanted["amount"])]
        if "last" in wanted:
            return self._only(reversed(found), wanted)
        nth = wanted.get("nth", wanted.get("nth_created", 1))
        return self._only(iter(found[nth - 1 :]), wanted)

    @staticmethod
    def _only(found, wanted):
        one = next(found, None)
        if one is None:
            raise Differs(f"no transaction is {wanted}")
        return one

    # -- sending -------------------------------------------------------------------------------------

    def command(self, step, command, **body):
        """A command on the loan itself."""
        return self.wire.post(f"{self.path(step)}?command={command}", body)

    def transact(self, step, command, *, headers=None, **body):
        """A new transaction."""
        return self.wire.post(f"{self.path(step)}/transactions?command={command}", body, **(headers or {}))

    def on_transaction(self, step, transaction, command=None, **body):
        """Something done to one transaction."""
        query = f"?command={command}" if command else ""
        return self.wire.post(f"{self.path(step)}/transactions/{transaction}{query}", body)
