"""Importing this module registers every verb and query of loans."""

import amana.loans.accrue
import amana.loans.add_charge
import amana.loans.add_collateral
import amana.loans.add_guarantor
import amana.loans.adjust
import amana.loans.approve
import amana.loans.assign_officer
import amana.loans.close
import amana.loans.close_as_rescheduled
import amana.loans.delete
import amana.loans.disburse
import amana.loans.modify
import amana.loans.pay_charge
import amana.loans.reassign_loans
import amana.loans.recover
import amana.loans.refund_overpayment
import amana.loans.reject
import amana.loans.remove_charge
import amana.loans.remove_collateral
import amana.loans.remove_guarantor
import amana.loans.repay
import amana.loans.submit
import amana.loans.undo_approval
import amana.loans.undo_disbursal
import amana.loans.undo_transaction
import amana.loans.update_charge
import amana.loans.update_collateral
import amana.loans.update_guarantor
import amana.loans.waive_charge
import amana.loans.waive_interest
import amana.loans.withdraw
import amana.loans.write_off  # noqa: F401 - registers
