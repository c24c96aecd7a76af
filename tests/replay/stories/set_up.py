"""What every story starts from, put in place through the API: chart of accounts, charges, codes, settings."""

import json
from functools import cached_property

from tests.replay.wire import Refused, Wire, spelled


class SetUp:
    """The set-up files of a folder."""

    def __init__(self, folder):
        self.folder = folder

    def read(self, name):
        return json.loads((self.folder / f"{name}.json").read_text())

    @cached_property
    def defaults(self):
        return self.read("defaults")

    @cached_property
    def products(self):
        return self.read("products")

    @cached_property
    def charges(self):
        return {one["charge"]: one for one in self.read("charges")["charges"]}

    @cached_property
    def type_codes(self):
        """The wire's code of each kind of transaction, by our key."""
        return {key: one["code"] for key, one in self.defaults["transaction_types"].items()}

    @cached_property
    def ranges(self):
        """The classification of each delinquency range, by key."""
        return {one["range"]: one["classification"] for one in self.defaults["delinquency"]["ranges"]}


class Making:
    """Puts the set-up in place; what the API refuses is remembered under ``refused``, word for word."""

    def __init__(self, files, caller):
        self.files, self.wire = files, Wire(caller)
        self.references = {
            "gl_account": {},
            "payment_type": {},
            "charge": {},
            "code_value": {},
            "delinquency_bucket": {},
        }
        self.refused = []

    def tried(self, what, act, *args):
        try:
            return act(*args)
        except Refused as refusal:
            self.refused.append(f"{what}: {refusal}")
            return None

    def make(self):
        defaults = self.files.defaults
        selected = defaults["currency"]["selected"]
        self.tried("currencies", self.wire.put, "currencies", {"currencies": selected})
        mode = {"enabled": True, "value": defaults["rounding"]["code"]}
        self.tried("rounding mode", self.wire.put, "configurations/name/rounding-mode", mode)
        for setting in defaults["configuration"]:
            self.tried(f"setting {setting['name']}", configure, self.wire, setting)
        self.codes(defaults["code_values"])
        self.ledger()
        for fund in defaults["funds"]:
            self.tried("fund", self.wire.post, "funds", {"name": fund["name"]})
        self.payment_types()
        for name, charge in self.files.charges.items():
            self.refer("charge", name, self.tried(f"charge {name}", self.charge, charge))
        self.delinquency(defaults["delinquency"])
        steps = [{"stepName": s, "order": n} for n, s in enumerate(defaults["close_of_business_steps"], 1)]
        target = "jobs/LOAN_CLOSE_OF_BUSINESS/steps"
        self.tried("steps of close of business", self.wire.put, target, {"businessSteps": steps})
        return {"references": self.references, "refused": self.refused}

    def refer(self, kind, name, made):
        if made is not None:
            self.references[kind][name] = made["resourceId"]

    def codes(self, wanted):
        known = {one["name"]: one["id"] for one in self.wire.get("codes")}
        for code, values in wanted.items():
            number = known.get(code)
            if number is None:
                made = self.tried(f"code {code}", self.wire.post, "codes", {"name": code})
                number = made and made["resourceId"]
            for value in values if number else ():
                target, body = f"codes/{number}/codevalues", {"name": value, "position": 1, "isActive": True}
                made = self.tried(f"code value {value}", self.wire.post, target, body)
                if made is not None:
                    kept = self.references["code_value"]
                    kept[f"{code}/{value}"] = made.get("subResourceId", made["resourceId"])

    def ledger(self):
        files = self.files.read("gl_accounts")
        for one in files["accounts"]:
            body = {
                "name": one["name"],
                "glCode": one["gl_code"],
                "type": files["type_codes"][one["type"]],
                "usage": 1,
                "manualEntriesAllowed": True,
            }
            made = self.tried(f"account {one['gl_code']}", self.wire.post, "glaccounts", body)
            self.refer("gl_account", one["gl_code"], made)
        for one in files["financial_activities"]:
            account = self.references["gl_account"].get(one["gl_account"])
            body = {"financialActivityId": one["id"], "glAccountId": account}
            self.tried(one["name"], self.wire.post, "financialactivityaccounts", body)

    def payment_types(self):
        listed = self.tried("payment types", self.wire.get, "paymenttypes") or []
        known = {one["name"].casefold(): one["id"] for one in listed}
        for one in self.files.read("payment_types")["payment_types"]:
            number = known.get(one["name"].casefold())
            if number is None:
                body = {
                    "name": one["name"],
                    "description": one["name"],
                    "isCashPayment": False,
                    "position": 1,
                }
                made = self.tried(f"payment type {one['name']}", self.wire.post, "paymenttypes", body)
                number = made and made["resourceId"]
            if number is not None:
                self.references["payment_type"][one["payment_type"]] = number

    def charge(self, one):
        body = {
            **one["request"],
            "name": one["name"],
            "currencyCode": "EUR",
            "amount": one["amount"],
            "penalty": one["penalty"],
            "active": one["active"],
            "monthDayFormat": "dd MMM",
        }
        return self.wire.post("charges", body)

    def delinquency(self, wanted):
        ranges = []
        for one in wanted["ranges"]:
            body = {
                "classification": one["classification"],
                "minimumAgeDays": one["from_days"],
                "maximumAgeDays": one["to_days"],
            }
            made = self.tried(one["classification"], self.wire.post, "delinquency/ranges", body)
            if made is not None:
                ranges.append(made["resourceId"])
        body = {"name": wanted["bucket"], "ranges": ranges}
        made = self.tried("delinquency bucket", self.wire.post, "delinquency/buckets", body)
        self.refer("delinquency_bucket", wanted["bucket"], made)


def configure(wire, setting):
    """One setting of the global configuration, by its name."""
    body = {
        "enabled": setting["enabled"],
        "value": setting.get("value"),
        "stringValue": setting.get("string_value"),
    }
    return wire.put(f"configurations/name/{setting['name']}", body)


def product_body(files, references, name):
    """The request body of a product: its base, what is set and removed, references resolved."""
    wanted = files.products["products"][name]
    body = {**files.products["bases"][wanted["base"]], **wanted.get("set", {})}
    for field in wanted.get("unset", ()):
        body.pop(field, None)
    orders = files.products["allocation_orders"]
    return {field: resolved(value, references, orders) for field, value in body.items()}


def resolved(value, references, orders):
    """References by name become ids, named orders of allocation become lists."""
    if isinstance(value, list):
        return [resolved(one, references, orders) for one in value]
    if not isinstance(value, dict):
        return value
    value = {name: one for name, one in value.items() if one is not None}
    if len(value) == 1:
        kind, name = next(iter(value.items()))
        if kind == "code_value":
            return code_value(references, name)
        if kind in references and isinstance(name, str):
            return references[kind].get(name)
    if "order" in value and value["order"] in orders:
        rules = orders[value["order"]]
        listed = [{"order": n, "paymentAllocationRule": rule} for n, rule in enumerate(rules, 1)]
        kept = {name: one for name, one in value.items() if name != "order"}
        return {**kept, "paymentAllocationOrder": listed}
    return {name: resolved(one, references, orders) for name, one in value.items()}


def code_value(references, name):
    """The id of a code value by its name, in any case."""
    for known, number in references["code_value"].items():
        if known.rpartition("/")[2].casefold() == name.casefold():
            return number
    return None


__all__ = ["Making", "SetUp", "code_value", "configure", "product_body", "spelled"]
