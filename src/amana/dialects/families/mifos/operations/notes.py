"""Notes about clients and groups."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import CLIENT_RESOURCE, GROUP_RESOURCE, RESOURCE, Listed
from amana.dialects.families.mifos.fields.notes import CLIENT_NOTE, GROUP_NOTE, NOTE_TEXT
from amana.parties.notes.queries import GetClientNote, GetGroupNote, ListClientNotes, ListGroupNotes
from amana.parties.notes.write import (
    AddClientNote,
    AddGroupNote,
    EditClientNote,
    EditGroupNote,
    RemoveClientNote,
    RemoveGroupNote,
)

ROW = Rows(
    "note",
    places={
        "clientId": Field("clientId", "client", ID),
        "groupId": Field("groupId", "group", ID),
        "noteId": Field("noteId", "note", ID),
    },
)
OF_CLIENT = "clients/{clientId}/notes"
OF_GROUP = "groups/{groupId}/notes"

ROWS = (
    ROW.does("resources_addnote", f"POST {OF_CLIENT}", AddClientNote, NOTE_TEXT, answers=CLIENT_RESOURCE),
    ROW.shows("resource_notelist", f"GET {OF_CLIENT}", ListClientNotes, Listed(CLIENT_NOTE)),
    ROW.shows("resources_retrievenote", f"GET {OF_CLIENT}/{{noteId}}", GetClientNote, CLIENT_NOTE),
    ROW.does(
        "resources_updatenote",
        f"PUT {OF_CLIENT}/{{noteId}}",
        EditClientNote,
        NOTE_TEXT,
        answers=CLIENT_RESOURCE.showing(NOTE_TEXT),
    ),
    ROW.does("resources_deletenote", f"DELETE {OF_CLIENT}/{{noteId}}", RemoveClientNote, answers=RESOURCE),
    ROW.does("groups_addnote", f"POST {OF_GROUP}", AddGroupNote, NOTE_TEXT, answers=GROUP_RESOURCE),
    ROW.shows("groups_notelist", f"GET {OF_GROUP}", ListGroupNotes, Listed(GROUP_NOTE)),
    ROW.shows("groups_retrievenote", f"GET {OF_GROUP}/{{noteId}}", GetGroupNote, GROUP_NOTE),
    ROW.does(
        "groups_updatenote",
        f"PUT {OF_GROUP}/{{noteId}}",
        EditGroupNote,
        NOTE_TEXT,
        answers=GROUP_RESOURCE.showing(NOTE_TEXT),
    ),
    ROW.does("groups_deletenote", f"DELETE {OF_GROUP}/{{noteId}}", RemoveGroupNote, answers=RESOURCE),
)
