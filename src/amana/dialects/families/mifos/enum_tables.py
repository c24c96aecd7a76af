"""The enumerations of the Mifos family, word for word as the wire spells them (misspellings included).

Members keyed by our words; numbers and codes beyond those the 1.9 document shows are those of the public project.
"""

from amana.dialects.families.mifos.enums import EnumTable

CLIENT_STATUS = EnumTable(
    "clientStatusType",
    "clientStatusType",
    ("pending", 100, "pending", "Pending"),
    ("active", 300, "active", "Active"),
    ("transfer_in_progress", 303, "transfer.in.progress", "Transfer in progress"),
    ("transfer_on_hold", 304, "transfer.on.hold", "Transfer on hold"),
    ("closed", 600, "closed", "Closed"),
    ("rejected", 700, "rejected", "Rejected"),
    ("withdrawn", 800, "withdraw", "Withdrawn"),
)

GROUP_STATUS = EnumTable(
    "groupingStatusType",
    "groupingStatusType",
    ("pending", 100, "pending", "Pending"),
    ("active", 300, "active", "Active"),
    ("transfer_in_progress", 303, "transfer.in.progress", "Transfer in progress"),
    ("transfer_on_hold", 304, "transfer.on.hold", "Transfer on hold"),
    ("closed", 600, "closed", "Closed"),
)

LOAN_STATUS = EnumTable(
    "loanStatusType",
    "loanStatusType",
    ("submitted", 100, "submitted.and.pending.approval", "Submitted and pending approval"),
    ("approved", 200, "approved", "Approved"),
    ("active", 300, "active", "Active"),
    ("transfer_in_progress", 303, "transfer.in.progress", "Transfer in progress"),
    ("transfer_on_hold", 304, "transfer.on.hold", "Transfer on hold"),
    ("withdrawn", 400, "withdrawn.by.client", "Withdrawn by applicant"),
    ("rejected", 500, "rejected", "Rejected"),
    ("closed", 600, "closed.obligations.met", "Closed (obligations met)"),
    ("written_off", 601, "closed.written.off", "Closed (written off)"),
    ("rescheduled", 602, "closed.reschedule.outstanding.amount", "Closed (rescheduled)"),
    ("overpaid", 700, "overpaid", "Overpaid"),
)

LOAN_STATUS_FLAGS: dict[str, tuple[str, ...]] = {
    "pendingApproval": ("submitted",),
    "waitingForDisbursal": ("approved",),
    "active": ("active",),
    "closedObligationsMet": ("closed",),
    "closedWrittenOff": ("written_off",),
    "closedRescheduled": ("rescheduled",),
    "closed": ("closed", "written_off", "rescheduled"),
    "overpaid": ("overpaid",),
}

SAVINGS_STATUS = EnumTable(
    "savingsAccountStatusType",
    "savingsAccountStatusType",
    ("submitted", 100, "submitted.and.pending.approval", "Submitted and pending approval"),
    ("approved", 200, "approved", "Approved"),
    ("active", 300, "active", "Active"),
    ("transfer_in_progress", 303, "transfer.in.progress", "Transfer in progress"),
    ("transfer_on_hold", 304, "transfer.on.hold", "Transfer on hold"),
    ("withdrawn", 400, "withdrawn.by.applicant", "Withdrawn by applicant"),
    ("rejected", 500, "rejected", "Rejected"),
    ("closed", 600, "closed", "Closed"),
)

SAVINGS_STATUS_FLAGS: dict[str, tuple[str, ...]] = {
    "submittedAndPendingApproval": ("submitted",),
    "approved": ("approved",),
    "rejected": ("rejected",),
    "withdrawnByApplicant": ("withdrawn",),
    "active": ("active",),
    "closed": ("withdrawn", "rejected", "closed"),
}

LOAN_TRANSACTION = EnumTable(
    "loanTransactionType",
    "loanTransactionType",
    ("disbursement", 1, "disbursement", "Disbursement"),
    ("repayment", 2, "repayment", "Repayment"),
    ("contra", 3, "contra", "Reversal"),
    ("interest_waiver", 4, "waiver", "Waive interest"),
    ("repayment_at_disbursement", 5, "repaymentAtDisbursement", "Repayment (at time of disbursement)"),
    ("write_off", 6, "writeOff", "Close (as written-off)"),
    ("marked_for_rescheduling", 7, "marked.for.rescheduling", "Close (as rescheduled)"),
    ("recovery", 8, "recoveryRepayment", "Repayment (after write-off)"),
    ("charge_waiver", 9, "waiveCharges", "Waive loan charges"),
    ("accrual", 10, "accrual", "Accrual"),
    ("transfer_initiated", 12, "initiateTransfer", "Transfer initiated"),
    ("transfer_approved", 13, "approveTransfer", "Transfer approved"),
    ("transfer_withdrawn", 14, "withdrawTransfer", "Transfer withdrawn"),
    ("transfer_rejected", 15, "rejectTransfer", "Transfer rejected"),
    ("refund", 16, "refund", "Refund"),
    ("charge_payment", 17, "chargePayment", "Charge Payment"),
    ("cash_refund", 18, "refund", "Refund"),
    ("overpayment_refund", 20, "creditBalanceRefund", "Credit Balance Refund"),
    ("merchant_refund", 21, "merchantIssuedRefund", "Merchant Issued Refund"),
    ("payout_refund", 22, "payoutRefund", "Payout Refund"),
    ("goodwill_credit", 23, "goodwillCredit", "Goodwill Credit"),
    ("charge_refund", 24, "chargeRefund", "Charge Refund"),
    ("chargeback", 25, "chargeback", "Chargeback"),
    ("charge_adjustment", 26, "chargeAdjustment", "Charge Adjustment"),
    ("charge_off", 27, "chargeOff", "Charge-off"),
    ("down_payment", 28, "downPayment", "Down Payment"),
    ("interest_payment_waiver", 31, "interestPaymentWaiver", "Interest Payment Waiver"),
    ("accrual_activity", 32, "accrualActivity", "Accrual Activity"),
    ("interest_refund", 33, "interestRefund", "Interest Refund"),
    ("accrual_adjustment", 34, "accrualAdjustment", "Accrual Adjustment"),
)

LOAN_TRANSACTION_FLAGS: dict[str, tuple[str, ...]] = {
    "disbursement": ("disbursement",),
    "repaymentAtDisbursement": ("repayment_at_disbursement",),
    "repayment": ("repayment",),
    "contra": ("contra",),
    "waiveInterest": ("interest_waiver",),
    "waiveCharges": ("charge_waiver",),
    "writeOff": ("write_off",),
    "recoveryRepayment": ("recovery",),
}

SAVINGS_TRANSACTION = EnumTable(
    "savingsAccountTransactionType",
    "savingsAccountTransactionType",
    ("deposit", 1, "deposit", "Deposit"),
    ("withdrawal", 2, "withdrawal", "Withdrawal"),
    ("interest_posting", 3, "interestPosting", "Interest posting"),
    ("withdrawal_fee", 4, "withdrawalFee", "Withdrawal fee"),
    ("annual_fee", 5, "annualFee", "Annual fee"),
    ("waive_charge", 6, "waiveCharge", "Waive charge"),
    ("pay_charge", 7, "payCharge", "Pay charge"),
)

SAVINGS_TRANSACTION_FLAGS: dict[str, tuple[str, ...]] = {
    "deposit": ("deposit",),
    "withdrawal": ("withdrawal",),
    "interestPosting": ("interest_posting",),
    "feeDeduction": ("withdrawal_fee", "annual_fee", "pay_charge"),
}

LOAN_TYPE = EnumTable(
    "loanType",
    "",
    ("individual", 1, "loanType.individual", "Individual"),
    ("group", 2, "accountType.group", "Group"),
    ("joint_liability", 3, "accountType.jlg", "JLG"),
)

ACCOUNT_KIND = EnumTable(
    "accountType (transfers)",
    "accountType",
    ("loan", 1, "loan", "Loan Account"),
    ("savings", 2, "savings", "Savings Account"),
)

AMORTISATION = EnumTable(
    "amortizationType",
    "amortizationType",
    ("equal_principal", 0, "equal.principal", "Equal principle payments"),
    ("equal_instalments", 1, "equal.installments", "Equal installments"),
)

INTEREST_METHOD = EnumTable(
    "interestType",
    "interestType",
    ("declining", 0, "declining.balance", "Declining Balance"),
    ("flat", 1, "flat", "Flat"),
)

INTEREST_PERIOD = EnumTable(
    "interestCalculationPeriodType",
    "interestCalculationPeriodType",
    ("daily", 0, "daily", "Daily"),
    ("same_as_repayment", 1, "same.as.repayment.period", "Same as repayment period"),
)

TERM_UNIT = EnumTable(
    "termFrequencyType",
    "termFrequency.periodFrequencyType",
    ("days", 0, "days", "Days"),
    ("weeks", 1, "weeks", "Weeks"),
    ("months", 2, "months", "Months"),
    ("years", 3, "years", "Years"),
)
TERM_UNIT_OPTION = TERM_UNIT.recoded("loanTermFrequency.periodFrequencyType")
REPAYMENT_UNIT = TERM_UNIT.recoded("repaymentFrequency.periodFrequencyType")
LOCKIN_UNIT = TERM_UNIT.recoded("savings.lockin.savingsPeriodFrequencyType")

RATE_UNIT = EnumTable(
    "interestRateFrequencyType",
    "interestRateFrequency.periodFrequencyType",
    ("day", 0, "days", "Per day"),
    ("week", 1, "weeks", "Per week"),
    ("month", 2, "months", "Per month"),
    ("year", 3, "years", "Per year"),
    ("whole_term", 4, "whole_term", "Whole term"),
)

CHARGE_TIME = EnumTable(
    "chargeTimeType",
    "chargeTimeType",
    ("disbursement", 1, "disbursement", "Disbursement"),
    ("specified_due_date", 2, "specifiedDueDate", "Specified due date"),
    ("savings_activation", 3, "savingsActivation", "Savings Activation"),
    ("savings_closure", 4, "savingsClosure", "Savings Closure"),
    ("withdrawal", 5, "withdrawalFee", "Withdrawal Fee"),
    ("annual", 6, "annualFee", "Annual Fee"),
    ("monthly", 7, "monthlyFee", "Monthly Fee"),
    ("instalment", 8, "instalmentFee", "Instalment Fee"),
    ("overdue_instalment", 9, "overdueInstallment", "Overdue Fees"),
    ("overdraft", 10, "overdraftFee", "Overdraft Fee"),
    ("weekly", 11, "weeklyFee", "Weekly Fee"),
    ("tranche_disbursement", 12, "trancheDisbursement", "Tranche Disbursement"),
)

CHARGE_BASIS = EnumTable(
    "chargeCalculationType",
    "chargeCalculationType",
    ("flat", 1, "flat", "Flat"),
    ("percent_of_amount", 2, "percent.of.amount", "% Amount"),
    ("percent_of_amount_and_interest", 3, "percent.of.amount.and.interest", "% Loan Amount + Interest"),
    ("percent_of_interest", 4, "percent.of.interest", "% Interest"),
    ("percent_of_disbursement", 5, "percent.of.disbursement.amount", "% Disbursement Amount"),
)

CHARGE_APPLIES_TO = EnumTable(
    "chargeAppliesTo",
    "chargeAppliesTo",
    ("loan", 1, "loan", "Loan"),
    ("savings", 2, "savings", "Savings"),
    ("client", 3, "client", "Client"),
    ("shares", 4, "shares", "Shares"),
)

ACCOUNTING_RULE = EnumTable(
    "accountingRuleType",
    "accountingRuleType",
    ("none", 1, "none", "NONE"),
    ("cash", 2, "cash", "CASH BASED"),
    ("accrual", 3, "accrual", "ACCRUAL BASED"),
    ("accrual_upfront", 4, "accrual.upfront", "ACCRUAL UPFRONT"),
)

GL_ACCOUNT_TYPE = EnumTable(
    "accountType (ledger)",
    "accountType",
    ("asset", 1, "asset", "ASSET"),
    ("liability", 2, "liability", "LIABILITY"),
    ("equity", 3, "equity", "EQUITY"),
    ("income", 4, "income", "INCOME"),
    ("expense", 5, "expense", "EXPENSE"),
)

GL_ACCOUNT_USAGE = EnumTable(
    "accountUsage",
    "accountUsage",
    ("detail", 1, "detail", "DETAIL"),
    ("header", 2, "header", "HEADER"),
)

JOURNAL_SIDE = EnumTable(
    "journalEntryType",
    "",
    ("credit", 1, "journalEntryType.credit", "CREDIT"),
    ("debit", 2, "journalEntrytType.debit", "DEBIT"),
)

PRODUCT_KIND = EnumTable(
    "productType",
    "productType",
    ("loan", 1, "loan", "LOAN"),
    ("savings", 2, "savings", "SAVINGS"),
    ("client", 3, "client", "CLIENT"),
    ("provisioning", 4, "provisioning", "PROVISIONING"),
    ("shares", 5, "shares", "SHARES"),
)

GUARANTOR_KIND = EnumTable(
    "guarantorType",
    "guarantor",
    ("customer", 1, "existing.customer", "CUSTOMER"),
    ("staff", 2, "staff", "STAFF"),
    ("external", 3, "external", "EXTERNAL"),
)

NOTE_KIND = EnumTable(
    "noteType",
    "noteType",
    ("client", 100, "client", "Client note"),
    ("loan", 200, "loan", "Loan note"),
    ("loan_transaction", 300, "loanTransaction", "Loan transaction note"),
    ("savings", 500, "savingAccount", "Savings account note"),
    ("group", 600, "group", "Group note"),
)

STAFF_ROLE = EnumTable(
    "staffOrganisationalRoleType",
    "staffOrganisationalRoleType",
    ("program_director", 100, "programDirector", "Program Director"),
    ("branch_manager", 200, "branchManager", "Branch Manager"),
    ("coordinator", 300, "coordinator", "Field Officer Coordinator"),
    ("field_officer", 400, "fieldAgent", "Field Officer"),
)

COMPOUNDING_PERIOD = EnumTable(
    "interestCompoundingPeriodType",
    "savings.interest.period.savingsCompoundingInterestPeriodType",
    ("daily", 1, "daily", "Daily"),
    ("weekly", 2, "weekly", "Weekly"),
    ("biweekly", 3, "biweekly", "Bi-Weekly"),
    ("monthly", 4, "monthly", "Monthly"),
    ("quarterly", 5, "quarterly", "Quarterly"),
    ("half_yearly", 6, "biannual", "Semi-Annual"),
    ("yearly", 7, "annual", "Annually"),
    ("none", 8, "nocompounding", "No Compounding - Simple Interest"),
)

POSTING_PERIOD = EnumTable(
    "interestPostingPeriodType",
    "savings.interest.posting.period.savingsInterestPostingPeriodType",
    ("monthly", 4, "monthly", "Monthly"),
    ("quarterly", 5, "quarterly", "Quarterly"),
    ("half_yearly", 6, "biannual", "Semi-Annual"),
    ("yearly", 7, "annual", "Annually"),
)
POSTING_PERIOD_OF_ACCOUNT = POSTING_PERIOD.recoded(
    "savings.interest.posting.period.savingsPostingInterestPeriodType"
)

SAVINGS_INTEREST_BASIS = EnumTable(
    "savingsInterestCalculationType",
    "savingsInterestCalculationType",
    ("daily_balance", 1, "dailybalance", "Daily Balance"),
    ("average_daily_balance", 2, "averagedailybalance", "Average Daily Balance"),
)

SAVINGS_DAYS_IN_YEAR = EnumTable(
    "savingsInterestCalculationDaysInYearType",
    "savingsInterestCalculationDaysInYearType",
    ("360", 360, "days360", "360 Days"),
    ("365", 365, "days365", "365 Days"),
)

WITHDRAWAL_FEE = EnumTable(
    "savingsWithdrawalFeesType",
    "savingsWithdrawalFeesType",
    ("flat", 1, "flat", "Flat"),
    ("percent_of_amount", 2, "percent.of.amount", "% of Amount"),
)

PROCESSING_RESULT = EnumTable(
    "processingResult",
    "",
    ("refused", 0, "invalid", "invalid"),
    ("processed", 1, "processed", "processed"),
    ("awaiting_approval", 2, "awaiting.approval", "awaiting.approval"),
    ("rejected", 3, "rejected", "rejected"),
)

TRANSACTION_STRATEGY = EnumTable(
    "transactionProcessingStrategy",
    "",
    ("mifos_standard", 1, "mifos-standard-strategy", "Mifos style"),
    ("heavensfamily", 2, "heavensfamily-strategy", "Heavensfamily"),
    ("creocore", 3, "creocore-strategy", "Creocore"),
    ("rbi_india", 4, "rbi-india-strategy", "RBI (India)"),
    (
        "principal_interest_penalties_fees",
        5,
        "principal-interest-penalties-fees-order-strategy",
        "Principal Interest Penalties Fees Order",
    ),
    (
        "interest_principal_penalties_fees",
        6,
        "interest-principal-penalties-fees-order-strategy",
        "Interest Principal Penalties Fees Order",
    ),
    ("early_repayment", 7, "early-repayment-strategy", "Early Repayment Strategy"),
    (
        "due_first_principal_in_advance",
        8,
        "due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest-strategy",
        "Due penalty, fee, interest, principal, In advance principal, penalty, fee, interest",
    ),
    (
        "due_first_interest_in_advance",
        9,
        "due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee-strategy",
        "Due penalty, interest, principal, fee, In advance penalty, interest, principal, fee",
    ),
    ("free", 10, "advanced-payment-allocation-strategy", "Advanced payment allocation strategy"),
)

DAYS_IN_YEAR = EnumTable(
    "daysInYearType",
    "DaysInYearType",
    ("actual", 1, "actual", "Actual"),
    ("360", 360, "days360", "360 Days"),
    ("364", 364, "days364", "364 Days"),
    ("365", 365, "days365", "365 Days"),
)

DAYS_IN_MONTH = EnumTable(
    "daysInMonthType",
    "DaysInMonthType",
    ("actual", 1, "actual", "Actual"),
    ("30", 30, "days360", "30 Days"),
)

LEGAL_FORM = EnumTable(
    "legalFormType",
    "legalFormType",
    ("person", 1, "person", "PERSON"),
    ("entity", 2, "entity", "ENTITY"),
)

HOLIDAY_STATUS = EnumTable(
    "holidayStatusType",
    "holidayStatusType",
    ("pending", 100, "pending.for.activation", "Pending for activation"),
    ("active", 300, "active", "Active"),
    ("deleted", 600, "deleted", "Deleted"),
)

RESCHEDULING = EnumTable(
    "repaymentRescheduleType",
    "RepaymentRescheduleType",
    ("same_day", 1, "same.day", "same day"),
    ("next_working_day", 2, "move.to.next.working.day", "move to next working day"),
    ("next_repayment_day", 3, "move.to.next.repayment.meeting.day", "move to next repayment meeting day"),
    ("previous_working_day", 4, "move.to.previous.working.day", "move to previous working day"),
)

# -- recalculation of interest ----------------------------------------------------------------------

COMPOUNDING = EnumTable(
    "interestRecalculationCompoundingMethod",
    "interestRecalculationCompoundingMethod",
    ("none", 0, "none", "None"),
    ("interest", 1, "interest", "Interest"),
    ("fee", 2, "fee", "Fee"),
    ("interest_and_fee", 3, "interest.and.fee", "Fee and Interest"),
)
EARLY_PAYMENT = EnumTable(
    "loanRescheduleStrategyMethod",
    "loanRescheduleStrategyMethod",
    ("reschedule_next_repayments", 1, "reschedule.next.repayments", "Reschedule next repayments"),
    ("reduce_number_of_instalments", 2, "reduce.number.of.installments", "Reduce number of installments"),
    ("reduce_instalment_amount", 3, "reduce.emi.amount", "Reduce EMI amount"),
    ("adjust_last_unpaid", 4, "adjust.last.unpaid.period", "Adjust last, unpaid period"),
)
PRE_CLOSURE = EnumTable(
    "loanPreClosureInterestCalculationStrategy",
    "loanPreClosureInterestCalculationStrategy",
    ("till_preclosure_date", 1, "tillPreClosureDate", "Till Pre-Closure Date"),
    ("till_rest_date", 2, "tillRestFrequencyDate", "Till Rest Frequency Date"),
)
REST_UNIT = EnumTable(
    "recalculationFrequencyType",
    "interestRecalculationFrequencyType",
    ("same_as_repayment", 1, "same.as.repayment.period", "Same as repayment period"),
    ("daily", 2, "daily", "Daily"),
    ("weekly", 3, "weekly", "Weekly"),
    ("monthly", 4, "monthly", "Monthly"),
)
