"""Steps that change the contract: rescheduling, re-ageing, re-amortisation, pauses."""

from urllib.parse import urlencode

from tests.replay.outcomes import Differs


def reschedule(story, step):
    body = {
        "loanId": story.loan_id(step),
        "rescheduleFromDate": story.spelled(step["from"]),
        "submittedOnDate": story.spelled(step["submitted_on"]),
        "adjustedDueDate": story.spelled(step.get("new_due")),
        "newInterestRate": step.get("new_rate"),
        "extraTerms": step.get("extra_installments"),
        "graceOnPrincipal": step.get("grace_principal"),
        "graceOnInterest": step.get("grace_interest"),
        "rescheduleReasonId": story.refer("code_value", "Test"),
    }
    made = story.wire.post("rescheduleloans", body)
    approved = {"approvedOnDate": story.spelled(step["submitted_on"])}
    story.wire.post(f"rescheduleloans/{made['resourceId']}?command=approve", approved)


def _re_ageing(story, step):
    return {
        "frequencyNumber": step.get("every"),
        "frequencyType": step.get("every_unit"),
        "startDate": story.spelled(step.get("start")),
        "numberOfInstallments": step.get("installments"),
        "reAgeInterestHandling": step.get("interest_handling"),
    }


def _re_amortisation(_story, step):
    return {"reAmortizationInterestHandling": step.get("interest_handling")}


def _previewed(command, fields):
    def preview(story, step):
        query = {name: value for name, value in fields(story, step).items() if value is not None}
        spelled = {**query, "locale": "en", "dateFormat": "dd MMMM yyyy"}
        story.wire.seen = {}
        story.previewed = story.wire.get(f"{story.path(step)}/transactions/{command}?{urlencode(spelled)}")

    return preview


def _booked(command, fields=lambda _story, _step: {}):
    def book(story, step):
        story.transact(step, command, **fields(story, step))

    return book


def pause(story, step):
    return {"startDate": story.spelled(step["from"]), "endDate": story.spelled(step["to"])}


def interest_pause(story, step):
    made = story.wire.post(f"{story.path(step)}/interest-pauses", pause(story, step))
    story.pauses.append(made["resourceId"])


def change_interest_pause(story, step):
    story.wire.put(f"{story.path(step)}/interest-pauses/{_last_pause(story)}", pause(story, step))


def delete_interest_pause(story, step):
    story.wire.delete(f"{story.path(step)}/interest-pauses/{_last_pause(story)}")


def _last_pause(story):
    if not story.pauses:
        raise Differs("no interest pause has been made")
    return story.pauses[-1]


def _delinquency(action):
    def act(story, step):
        body = {
            "action": step.get("action", action),
            "startDate": story.spelled(step.get("from")),
            "endDate": story.spelled(step.get("to")),
        }
        story.wire.post(f"{story.path(step)}/delinquency-actions", body)

    return act


OPS = {
    "reschedule": reschedule,
    "re_age": _booked("reAge", _re_ageing),
    "undo_re_age": _booked("undoReAge"),
    "re_amortize": _booked("reAmortize", _re_amortisation),
    "undo_re_amortize": _booked("undoReAmortize"),
    "preview_re_age": _previewed("reage-preview", _re_ageing),
    "preview_re_amortize": _previewed("reamortization-preview", _re_amortisation),
    "interest_pause": interest_pause,
    "change_interest_pause": change_interest_pause,
    "delete_interest_pause": delete_interest_pause,
    "delinquency_pause": _delinquency("pause"),
    "delinquency_resume": _delinquency("resume"),
    "delinquency_action": _delinquency(None),
}
