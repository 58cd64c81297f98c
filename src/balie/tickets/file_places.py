"""Where in a file the words stand that were looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from balie.people.viewers import Viewer
from balie.search.attachments.kinds import OPEN, PDF, SHEET, SLIDES
from balie.search.finding import Hit
from balie.tickets.models import Attachment, Message

# Looking for the page is most of the work of a search: it is told of the best hits.
LOOKED_INTO = 10
# As much as of a text is indexed, and as much as is searched for what to mark.
_INDEXED = 100_000
_SHOWN = 20_000

# The first page, sheet or slide that has the words, one after the other; the first of all when they stand in several.
_PLACES = f"""
select attachment.id, attachment.message_id, attachment.filename, content.kind,
    case when strpos(content.text, E'\\f') = 0 or not attachment.id = any(%(looked_into)s) then 0
        else coalesce(page.number, 1) end,
    left(coalesce(page.text, content.text), {_SHOWN})
from tickets_attachment as attachment join search_filetext as content on content.sha256 = attachment.blob_id
left join lateral (
    select number, text from (
        select number, text
        from unnest(string_to_array(left(content.text, {_INDEXED}), E'\\f')) with ordinality as part(text, number)
        order by number offset 0
    ) as part
    where to_tsvector(search_config(search_language(left(content.text, {_SHOWN}))), search_plain(text))
        @@ %(query)s::tsquery
    limit 1
) as page on attachment.id = any(%(looked_into)s)
where attachment.id = any(%(attachments)s)
"""  # noqa: S608 -- our own numbers


@dataclass(frozen=True, slots=True)
class FilePlace:
    """`page`: its number, 0 where there is only one or it was not looked for; `kind`: as `kinds` says, which tells what
    a page is called.
    """

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
    """By attachment, of messages the viewer may see; no question where no file was found. The best hit comes first."""
    if not hits:
        return {}
    messages = Message.objects.visible_to(viewer)
    seen = Attachment.objects.filter(pk__in=[hit.object_id for hit in hits], message__in=messages)
    with connection.cursor() as cursor:
        looked_into = [hit.object_id for hit in hits[:LOOKED_INTO]]
        attachments = list(seen.values_list("pk", flat=True))
        cursor.execute(_PLACES, {"query": query, "attachments": attachments, "looked_into": looked_into})
        return {row[0]: FilePlace(*row[1:]) for row in cursor.fetchall()}
