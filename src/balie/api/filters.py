"""By what a list of tickets can be narrowed."""

from ninja import Schema
from pydantic import AwareDatetime, Field

from balie.api.fields import StatusName, Text
from balie.api.routing import GivenNumber


class Filters(Schema):
    status: list[StatusName] = Field([], description="May be given several times.")
    own_status: list[GivenNumber] = Field([], description="Ids of own statuses; may be given several times.")
    team: Text = Field("", description="Slug or name; `none`: of no team.")
    assignee: Text = Field("", description="Address; `me`; `none`: of nobody.")
    requester: Text = Field("", description="Address of a contact.")
    tag: list[Text] = Field([], description="Has all of these.")
    updated_since: AwareDatetime | None = Field(None, description="RFC 3339, with offset.")
    q: str = Field(
        "",
        max_length=1_000,
        description="Conditions as typed at the desk, such as `status:active -tag:vip created:7d`; for those who work "
        "there.",
    )
