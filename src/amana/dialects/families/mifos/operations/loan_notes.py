"""Notes about loans. The document shows those about clients; these are spelled likewise."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE, RESOURCE, Listed
from amana.dialects.families.mifos.fields.notes import NOTE_TEXT, note_of
from amana.loans.keep_notes import AddLoanNote, EditLoanNote, GetLoanNote, ListLoanNotes, RemoveLoanNote

ROW = Rows("note", places={"loanId": Field("loanId", "loan", ID), "noteId": Field("noteId", "note", ID)})
NOTES = "loans/{loanId}/notes"
LOAN_NOTE = note_of("loanId", "LoanNote")

ROWS = (
    ROW.does("loans_addnote", f"POST {NOTES}", AddLoanNote, NOTE_TEXT, answers=LOAN_RESOURCE),
    ROW.shows("loans_notelist", f"GET {NOTES}", ListLoanNotes, Listed(LOAN_NOTE)),
    ROW.shows("loans_retrievenote", f"GET {NOTES}/{{noteId}}", GetLoanNote, LOAN_NOTE),
    ROW.does(
        "loans_updatenote",
        f"PUT {NOTES}/{{noteId}}",
        EditLoanNote,
        NOTE_TEXT,
        answers=LOAN_RESOURCE.showing(NOTE_TEXT),
    ),
    ROW.does("loans_deletenote", f"DELETE {NOTES}/{{noteId}}", RemoveLoanNote, answers=RESOURCE),
)
