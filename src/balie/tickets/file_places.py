"""Where in a file the words stand that were looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from balie.people.viewers import Viewer
from balie.search.attachments.kinds import OPEN, PDF, SHEET, SLIDES
from balie.search.finding import Hit
from balie.tickets.models import Attachment, Message

# The first page, sheet or slide that has the words; the first of all when they stand in several.
_PLACES = """
select attachment.id, attachment.message_id, attachment.filename, content.kind,
    strpos(content.text, E'\\f') > 0, coalesce(page.number, 1), coalesce(page.text, left(content.text, 20000))
from tickets_attachment as attachment join search_filetext as content on content.sha256 = attachment.blob_id
left join lateral (
    select number, text from unnest(string_to_array(content.text, E'\\f')) with ordinality as part(text, number)
    where to_tsvector(search_config(search_language(content.text)), search_plain(text)) @@ %s::tsquery
    order by number limit 1
) as page on true
where attachment.id = any(%s)
"""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """`page`: its number, 0 where there is only one; `kind`: as `kinds` says, which tells what a page is called."""

    message_id: int
    name: str
    kind: str
    page: int
    text: str

    @property
    def is_sheet(self) -> bool:
        return self.kind in {SHEET, OPEN}

    @property
    def is_slide(self) -> bool:
        return self.kind == SLIDES

    @property
    def is_page(self) -> bool:
        return self.kind == PDF


def file_places(hits: Sequence[Hit], query: str, viewer: Viewer) -> dict[int, FilePlace]:
    """By attachment, of messages the viewer may see; no question where no file was found."""
    if not hits:
        return {}
    messages = Message.objects.visible_to(viewer)
    seen = Attachment.objects.filter(pk__in=[hit.object_id for hit in hits], message__in=messages)
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [query, list(seen.values_list("pk", flat=True))])
        rows = cursor.fetchall()
    return {
        pk: FilePlace(message, name, kind, page if several else 0, text)
        for pk, message, name, kind, several, page, text in rows
    }
