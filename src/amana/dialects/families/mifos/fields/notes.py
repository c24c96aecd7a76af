"""Notes on the wire."""

from amana.dialects.base.codecs import ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields
from amana.dialects.families.mifos.codec import MILLIS
from amana.dialects.families.mifos.enum_tables import NOTE_KIND
from amana.parties.notes.queries import NoteKind

LONGEST = 10_000


def note_of(owner: str, name: str) -> Fields:
    """A note that names its subject as ``owner`` (``clientId``)."""
    return Fields(
        name,
        Field("id", "id", ID),
        Field(owner, "subject_id", ID),
        Field("noteType", "kind", NOTE_KIND.of(NoteKind)),
        Field("note", "text", Text(LONGEST)),
        Field("createdById", "created_by", ID),
        Field("createdByUsername", "created_by_username", TEXT),
        Field("createdOn", "created_at", MILLIS),
        Field("updatedById", "updated_by", ID),
        Field("updatedByUsername", "updated_by_username", TEXT),
        Field("updatedOn", "updated_at", MILLIS),
    )


CLIENT_NOTE = note_of("clientId", "ClientNote")
GROUP_NOTE = note_of("groupId", "GroupNote")
NOTE_TEXT = Fields("NoteText", Field("note", "text", Text(LONGEST), required=True))
