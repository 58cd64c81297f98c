"""Who may do what, a row per address and method. An address without a row fails the test."""

from dataclasses import dataclass, field

from tests.access.cast_at_the_door import ADMIN, ANSWERS, ASKER, EVERYBODY, LEADS, NOBODY, SEES_TICKET, SIGNED_IN, STAFF

ANSWERS_TICKET = SEES_TICKET & ANSWERS


@dataclass(frozen=True)
class Row:
    """`pattern` as the resolver has it; `path` with names in braces, filled by the test. The others are refused."""

    pattern: str
    path: str
    may: frozenset[str]
    method: str = "GET"
    data: dict[str, object] = field(default_factory=dict)
    api: bool = False


def desk(pattern: str, path: str, may: frozenset[str], method: str = "GET", **data: object) -> Row:
    return Row(f"desk/{pattern}", f"/desk/{path}", may, method, data)


def api(pattern: str, path: str, may: frozenset[str], method: str = "GET", **data: object) -> Row:
    return Row(f"api/v1/{pattern}", f"/api/v1/{path}", may, method, data, api=True)


T, TP = "tickets/<int:number>/", "tickets/{ticket}/"
DESK = [
    desk("", "", STAFF),
    desk("views/", "views/", STAFF, "POST", name="Tills", q="tag:none", audience="owner"),
    desk("views/<int:pk>/", "views/{view}/", SEES_TICKET, "POST", name="Tills", audience="owner"),
    desk("views/<int:pk>/conditions/", "views/{view}/conditions/", SEES_TICKET, "POST", q="tag:none"),
    desk("views/<int:pk>/removal/", "views/{view}/removal/", SEES_TICKET, "POST"),
    desk("bulk/", "bulk/", ANSWERS, "POST", ticket="{ticket}", priority="high"),
    desk("bulk/matching/", "bulk/matching/?q=till", ANSWERS),
    desk("bulk/<int:pk>/", "bulk/{bulk}/", frozenset({"anna"})),
    desk("bulk/<int:pk>/undo/", "bulk/{bulk}/undo/", frozenset({"anna"}), "POST"),
    desk("bulk/<int:pk>/again/", "bulk/{bulk}/again/", frozenset({"anna"}), "POST", children="leave"),
    desk("counts/", "counts/", STAFF),
    desk("completion/", "completion/?q=sta", STAFF),
    desk("dashboard/", "dashboard/", STAFF),
    desk("search/", "search/?q=till", STAFF),
    desk("search/completion/", "search/completion/?q=in:", STAFF),
    desk("search/recent/removal/", "search/recent/removal/", STAFF, "POST"),
    desk("absence/", "absence/", STAFF),
    desk("absence/", "absence/", STAFF, "POST", first_day="2099-01-01", last_day="2099-01-02"),
    desk("absence/end/", "absence/end/", STAFF, "POST"),
    desk("own/", "own/", STAFF),
    desk("own/", "own/", STAFF, "POST", start_page="", density="compact"),
    desk("keys/", "keys/", STAFF),
    desk("keys/", "keys/", STAFF, "POST", single="on"),
    desk("notifications/", "notifications/", STAFF),
    desk("notifications/bell/", "notifications/bell/", STAFF, "POST", ticket="{ticket}"),
    desk("notifications/choice/", "notifications/choice/", STAFF),
    desk("notifications/choice/", "notifications/choice/", STAFF, "POST", rhythm="hour"),
    Row("desk/notifications/ending/<str:token>/", "{ending}", EVERYBODY),
    Row("desk/notifications/ending/<str:token>/", "{ending}", EVERYBODY, "POST"),
    desk("notifications/seen/", "notifications/seen/", STAFF, "POST"),
    desk("palette/", "palette/?q=till", STAFF),
    desk("palette/", "palette/?recent=ticket:1", STAFF),
    desk("contacts/<int:pk>/", "contacts/{emma}/", STAFF),
    desk("contacts/<int:pk>/details/", "contacts/{emma}/details/", ANSWERS, "POST", name="Emma"),
    desk(
        "contacts/<int:pk>/addresses/", "contacts/{emma}/addresses/", ANSWERS, "POST", kind="phone", value="+31201234"
    ),
    desk(
        "contacts/<int:pk>/addresses/<int:identity>/removal/",
        "contacts/{emma}/addresses/{identity}/removal/",
        ANSWERS,
        "POST",
    ),
    desk("organisations/<int:pk>/", "organisations/{organisation}/", STAFF),
    desk("organisations/<int:pk>/details/", "organisations/{organisation}/details/", ANSWERS, "POST", name="Bikes"),
    desk(
        "organisations/<int:pk>/domains/", "organisations/{organisation}/domains/", ANSWERS, "POST", domain="x.example"
    ),
    desk(
        "organisations/<int:pk>/domains/<int:domain>/removal/",
        "organisations/{organisation}/domains/{domain}/removal/",
        ANSWERS,
        "POST",
    ),
    desk("uploads/", "uploads/", STAFF, "POST"),
    desk("uploads/<int:pk>/", "uploads/{upload}/", frozenset({"anna"})),
    desk("messages/<int:pk>/", "messages/{message}/", SEES_TICKET),
    desk("messages/<int:pk>/original/", "messages/{message}/original/", SEES_TICKET),
    desk("messages/<int:pk>/original.eml", "messages/{message}/original.eml", SEES_TICKET),
    desk("messages/<int:pk>/taking-back/", "messages/{answer}/taking-back/", frozenset({"anna"}), "POST"),
    desk("messages/<int:pk>/delivery/", "messages/{answer}/delivery/", ANSWERS_TICKET, "POST"),
    desk("drafts/<int:pk>/", "drafts/{aside}/", frozenset({"anna"}), "DELETE"),
    desk("drafts/<int:pk>/taking-over/", "drafts/{shared}/taking-over/", ANSWERS_TICKET, "POST"),
    desk("planned/times/", "planned/times/", STAFF),
    desk("planned/<int:pk>/sending/", "planned/{planned}/sending/", ANSWERS_TICKET, "POST"),
    desk("planned/<int:pk>/time/", "planned/{planned}/time/", ANSWERS_TICKET, "POST", later="tomorrow"),
    desk("planned/<int:pk>/taking-back/", "planned/{planned}/taking-back/", ANSWERS_TICKET, "POST"),
    desk("tickets/new/draft/", "tickets/new/draft/", ANSWERS, "POST", subject="Till"),
    desk("tickets/new/", "tickets/new/", ANSWERS),
    desk(T, TP, SEES_TICKET),
    desk(f"{T}conversation/", f"{TP}conversation/", SEES_TICKET),
    desk(f"{T}reading/", f"{TP}reading/", SEES_TICKET, "POST", message="{message}"),
    desk(f"{T}panel/", f"{TP}panel/", SEES_TICKET),
    desk(f"{T}messages/", f"{TP}messages/", ANSWERS_TICKET, "POST", visibility="public", text="Restart it."),
    desk(f"{T}draft/", f"{TP}draft/", SEES_TICKET),
    desk(f"{T}draft/", f"{TP}draft/", SEES_TICKET, "POST", body="Half a word"),
    desk(f"{T}draft/sharing/", f"{TP}draft/sharing/", frozenset({"anna"}), "POST", shared="1"),
    desk(f"{T}inserts/", f"{TP}inserts/?q=a", SEES_TICKET),
    desk(f"{T}waiting/", f"{TP}waiting/", SEES_TICKET),
    desk(f"{T}status/", f"{TP}status/", ANSWERS_TICKET, "POST", status="pending"),
    desk(f"{T}resolution/", f"{TP}resolution/", ANSWERS_TICKET, "POST"),
    desk(f"{T}assignment/", f"{TP}assignment/", ANSWERS_TICKET, "POST", assignee=""),
    desk(f"{T}team/", f"{TP}team/", ANSWERS_TICKET, "POST", team="{it}"),
    desk(f"{T}priority/", f"{TP}priority/", ANSWERS_TICKET, "POST", priority="4"),
    desk(f"{T}kind/", f"{TP}kind/", ANSWERS_TICKET, "POST", kind="incident"),
    desk(f"{T}subject/", f"{TP}subject/", ANSWERS_TICKET, "POST", subject="Till 2"),
    desk(f"{T}tags/", f"{TP}tags/", ANSWERS_TICKET, "POST", tags="till"),
    desk(f"{T}fields/<int:field>/", f"{TP}fields/{{field}}/", ANSWERS_TICKET, "POST", value="T-3"),
    desk(f"{T}choices/", f"{TP}choices/?q=till", SEES_TICKET),
    desk(f"{T}links/", f"{TP}links/", SEES_TICKET),
    desk(f"{T}links/", f"{TP}links/", ANSWERS_TICKET, "POST", other="{other}", way="related"),
    desk(f"{T}links/<int:other>/<str:way>/removal/", f"{TP}links/{{other}}/related/removal/", ANSWERS_TICKET, "POST"),
    desk(f"{T}copies/", f"{TP}copies/", ANSWERS_TICKET, "POST"),
    desk(f"{T}hand-over/", f"{TP}hand-over/", ANSWERS_TICKET),
    desk(f"{T}hand-over/", f"{TP}hand-over/", ANSWERS_TICKET, "POST", team="{it}", text="Look"),
    desk("messages/<int:pk>/split/", "messages/{message}/split/", ANSWERS_TICKET),
    desk("messages/<int:pk>/split/", "messages/{message}/split/", ANSWERS_TICKET, "POST", subject="Other"),
    desk("messages/<int:pk>/redaction/", "messages/{message}/redaction/", LEADS),
    desk("messages/<int:pk>/redaction/", "messages/{message}/redaction/", LEADS, "POST", words="log", sure="on"),
    desk("tasks/", "tasks/", STAFF),
    desk("tasks/<int:pk>/", "tasks/{task}/", SEES_TICKET),
    desk("tasks/<int:pk>/", "tasks/{task}/", ANSWERS_TICKET, "POST", title="Order a till"),
    desk("tasks/<int:pk>/completion/", "tasks/{task}/completion/", ANSWERS_TICKET, "POST", done="1"),
    desk("tasks/<int:pk>/ending/", "tasks/{task}/ending/", ANSWERS_TICKET, "POST"),
    desk("tasks/<int:pk>/position/", "tasks/{task}/position/", ANSWERS_TICKET, "POST", position="0"),
    desk("tasks/<int:pk>/removal/", "tasks/{task}/removal/", ANSWERS_TICKET, "POST"),
    desk(f"{T}snooze/", f"{TP}snooze/", SEES_TICKET),
    desk(f"{T}snooze/", f"{TP}snooze/", ANSWERS_TICKET, "POST", until="tomorrow"),
    desk(f"{T}waking/", f"{TP}waking/", ANSWERS_TICKET, "POST"),
    desk(f"{T}tasks/", f"{TP}tasks/", SEES_TICKET),
    desk(f"{T}tasks/", f"{TP}tasks/", ANSWERS_TICKET, "POST", title="Order paper"),
    desk(f"{T}checklists/", f"{TP}checklists/", ANSWERS_TICKET, "POST", checklist="{checklist}"),
    desk("time/", "time/", STAFF),
    desk("time.csv", "time.csv", STAFF),
    desk("time/<int:pk>/", "time/{entry}/", SEES_TICKET),
    desk("time/<int:pk>/", "time/{entry}/", ANSWERS_TICKET, "POST", spent="5"),
    desk("time/<int:pk>/removal/", "time/{entry}/removal/", ANSWERS_TICKET, "POST"),
    desk("timer/", "timer/", STAFF),
    desk(f"{T}time/", f"{TP}time/", SEES_TICKET),
    desk(f"{T}time/", f"{TP}time/", ANSWERS_TICKET, "POST", spent="5"),
    desk(f"{T}timer/<str:step>/", f"{TP}timer/start/", ANSWERS_TICKET, "POST"),
    desk(f"{T}merge/", f"{TP}merge/", ANSWERS_TICKET),
    desk(f"{T}merge/", f"{TP}merge/", ANSWERS_TICKET, "POST", **{"with": "{other}"}),
    desk(f"{T}separation/", f"{TP}separation/", ANSWERS_TICKET, "POST"),
    desk(f"{T}followers/", f"{TP}followers/", SEES_TICKET, "POST"),
    desk(
        f"{T}participants/<int:contact>/acceptance/", f"{TP}participants/{{farid}}/acceptance/", ANSWERS_TICKET, "POST"
    ),
    desk(f"{T}participants/<int:contact>/removal/", f"{TP}participants/{{farid}}/removal/", ANSWERS_TICKET, "POST"),
]

PORTAL = [
    Row("", "/", EVERYBODY),
    Row("search/", "/search/?q=till", EVERYBODY),
    Row("collections/<slug:slug>/", "/collections/{collection}/", EVERYBODY),
    Row("articles/<slug:slug>/", "/articles/{article}/", EVERYBODY),
    Row("articles/<slug:slug>/", "/articles/{draft}/", STAFF),
    Row("articles/<slug:slug>/feedback/", "/articles/{article}/feedback/", EVERYBODY, "POST", {"helped": "yes"}),
    Row("requests/", "/requests/", SIGNED_IN),
    Row("requests/new/", "/requests/new/", EVERYBODY),
    Row("requests/sent/<str:mark>/", "/requests/sent/nothing/", NOBODY),
    Row("requests/<int:number>/", "/requests/{ticket}/", ASKER),
    Row("requests/<int:number>/", "/requests/{ticket}/", ASKER, "POST", {"text": "Still silent."}),
    Row("requests/<int:number>/resolution/", "/requests/{ticket}/resolution/", ASKER, "POST"),
    Row("requests/<int:number>/reopening/", "/requests/{ticket}/reopening/", ASKER, "POST"),
    Row("r/<str:token>/", "/r/forged/", NOBODY),
    Row("s/<str:token>/", "/s/forged/", NOBODY),
    Row("s/<str:token>/", "{survey}", EVERYBODY),
    Row("sign-in/", "/sign-in/", EVERYBODY),
    Row("language/", "/language/", EVERYBODY, "POST", {"language": "nl"}),
    Row("files/attachments/<int:pk>/", "/files/attachments/{attachment}/", SEES_TICKET | ASKER),
    Row("files/attachments/<int:pk>/<str:name>", "/files/attachments/{attachment}/till.txt", SEES_TICKET | ASKER),
    Row("files/attachments/<int:pk>/", "/files/attachments/{hidden}/", SEES_TICKET),
]

S = "settings/"
SETTINGS = [
    desk(S, S, ANSWERS),
    desk(f"{S}users/", f"{S}users/", ADMIN),
    desk(f"{S}users/new/", f"{S}users/new/", ADMIN),
    desk(f"{S}users/<int:pk>/", f"{S}users/{{user}}/", ADMIN),
    desk(f"{S}users/<int:pk>/deactivation/", f"{S}users/{{user}}/deactivation/", ADMIN, "POST"),
    desk(f"{S}users/<int:pk>/activation/", f"{S}users/{{user}}/activation/", ADMIN, "POST"),
    desk(f"{S}teams/", f"{S}teams/", ADMIN),
    desk(f"{S}teams/<int:pk>/", f"{S}teams/{{it}}/", ADMIN),
    desk(f"{S}teams/<int:pk>/dissolution/", f"{S}teams/{{it}}/dissolution/", ADMIN, "POST", heir=""),
    desk(f"{S}fields/", f"{S}fields/", ADMIN),
    desk(f"{S}fields/new/", f"{S}fields/new/", ADMIN),
    desk(f"{S}fields/<int:pk>/", f"{S}fields/{{field}}/", ADMIN),
    desk(f"{S}fields/<int:pk>/place/", f"{S}fields/{{field}}/place/", ADMIN, "POST", move="up"),
    desk(f"{S}fields/<int:pk>/archive/", f"{S}fields/{{field}}/archive/", ADMIN, "POST"),
    desk(f"{S}tags/", f"{S}tags/", ADMIN),
    desk(f"{S}tags/makers/", f"{S}tags/makers/", ADMIN, "POST", makers="all"),
    desk(f"{S}tags/new/", f"{S}tags/new/", ADMIN),
    desk(f"{S}tags/<int:pk>/", f"{S}tags/{{tag}}/", ADMIN),
    desk(f"{S}tags/<int:pk>/merging/", f"{S}tags/{{tag}}/merging/", ADMIN, "POST", into="printer"),
    desk(f"{S}tags/<int:pk>/removal/", f"{S}tags/{{tag}}/removal/", ADMIN, "POST"),
    desk(f"{S}mailboxes/", f"{S}mailboxes/", ADMIN),
    desk(f"{S}mailboxes/new/", f"{S}mailboxes/new/", ADMIN),
    desk(f"{S}mailboxes/<int:pk>/", f"{S}mailboxes/{{mailbox}}/", ADMIN),
    desk(f"{S}outgoing/", f"{S}outgoing/", ADMIN),
    desk(f"{S}outgoing/<int:pk>/attempts/", f"{S}outgoing/{{mail}}/attempts/", ADMIN, "POST"),
    desk(f"{S}surveys/", f"{S}surveys/", ADMIN),
    desk(f"{S}surveys/", f"{S}surveys/", ADMIN, "POST", asks="on"),
    desk(f"{S}about/", f"{S}about/", ADMIN),
    desk(f"{S}articles/", f"{S}articles/", ANSWERS),
    desk(f"{S}articles/new/", f"{S}articles/new/", ANSWERS),
    desk(f"{S}articles/<int:pk>/", f"{S}articles/{{article_id}}/", ANSWERS),
    desk(f"{S}articles/<int:pk>/withdrawal/", f"{S}articles/{{article_id}}/withdrawal/", ANSWERS, "POST"),
    desk(f"{S}articles/collections/new/", f"{S}articles/collections/new/", ANSWERS),
    desk(f"{S}articles/collections/<int:pk>/", f"{S}articles/collections/{{collection_id}}/", ANSWERS),
    desk(f"{S}canned/", f"{S}canned/", ANSWERS),
    desk(f"{S}canned/new/", f"{S}canned/new/", ANSWERS),
    desk(f"{S}canned/<int:pk>/", f"{S}canned/{{canned}}/", ANSWERS_TICKET),
    desk(
        f"{S}canned/<int:pk>/removal/",
        f"{S}canned/{{canned}}/removal/",
        ANSWERS_TICKET,
        "POST",
    ),
    desk(f"{S}templates/", f"{S}templates/", ANSWERS),
    desk(f"{S}templates/new/", f"{S}templates/new/", ANSWERS),
    desk(f"{S}templates/<int:pk>/", f"{S}templates/{{template}}/", ANSWERS_TICKET),
    desk(f"{S}templates/<int:pk>/removal/", f"{S}templates/{{template}}/removal/", ANSWERS_TICKET, "POST"),
    desk(f"{S}checklists/", f"{S}checklists/", ANSWERS),
    desk(f"{S}checklists/new/", f"{S}checklists/new/", ANSWERS),
    desk(f"{S}checklists/<int:pk>/", f"{S}checklists/{{checklist}}/", ANSWERS_TICKET),
    desk(f"{S}checklists/<int:pk>/removal/", f"{S}checklists/{{checklist}}/removal/", ANSWERS_TICKET, "POST"),
    desk(f"{S}tokens/", f"{S}tokens/", ANSWERS),
    # Revoking another's token does nothing.
    desk(f"{S}tokens/<int:pk>/revocation/", f"{S}tokens/1/revocation/", ANSWERS, "POST"),
]

N, NP = "tickets/<int:number>", "tickets/{ticket}"
KEYS = SIGNED_IN
READS = SEES_TICKET | {"emma"}
API = [
    api("tickets", "tickets", KEYS),
    api("tickets", "tickets", ANSWERS, "POST", subject="x", body="y", requester={"email": "henry@inbox.example"}),
    api(N, NP, READS),
    api(N, NP, ANSWERS_TICKET, "PATCH", priority="high"),
    api("tickets/bulk", "tickets/bulk", ANSWERS, "POST", tickets=[1], change={"priority": "high"}),
    api("bulk/<int:bulk>", "bulk/{bulk}", frozenset({"anna"})),
    api("bulk/<int:bulk>/undo", "bulk/{bulk}/undo", frozenset({"anna"}), "POST"),
    api(f"{N}/links", f"{NP}/links", SEES_TICKET),
    api(f"{N}/links", f"{NP}/links", ANSWERS_TICKET, "POST", ticket="{other}", way="related"),
    api(f"{N}/links/<int:other>", f"{NP}/links/{{other}}?way=related", ANSWERS_TICKET, "DELETE"),
    api(f"{N}/snooze", f"{NP}/snooze", ANSWERS_TICKET, "POST", until="2099-01-01T09:00:00Z"),
    api(f"{N}/snooze", f"{NP}/snooze", ANSWERS_TICKET, "DELETE"),
    api(f"{N}/tasks", f"{NP}/tasks", SEES_TICKET),
    api(f"{N}/tasks", f"{NP}/tasks", ANSWERS_TICKET, "POST", title="Order paper"),
    api("tasks", "tasks", STAFF),
    api("tasks/<int:task>", "tasks/{task}", ANSWERS_TICKET, "PATCH", done=True),
    api("tasks/<int:task>", "tasks/{task}", ANSWERS_TICKET, "DELETE"),
    api(f"{N}/time", f"{NP}/time", SEES_TICKET),
    api(f"{N}/time", f"{NP}/time", ANSWERS_TICKET, "POST", minutes=5),
    api("time", "time", STAFF),
    api("time/<int:entry>", "time/{entry}", ANSWERS_TICKET, "PATCH", minutes=6),
    api("time/<int:entry>", "time/{entry}", ANSWERS_TICKET, "DELETE"),
    api("timer", "timer", STAFF),
    api(f"{N}/timer", f"{NP}/timer", ANSWERS_TICKET, "POST", step="start"),
    api("messages/<int:message>/split", "messages/{message}/split", ANSWERS_TICKET, "POST", subject="Other"),
    api("messages/<int:message>/redaction", "messages/{message}/redaction", LEADS, "POST", words=["log"]),
    api(f"{N}/merge", f"{NP}/merge", ANSWERS_TICKET, "POST", into="{other}"),
    api(f"{N}/merge", f"{NP}/merge", ANSWERS_TICKET, "DELETE"),
    api(f"{N}/messages", f"{NP}/messages", READS),
    api(f"{N}/messages", f"{NP}/messages", ANSWERS_TICKET | {"emma"}, "POST", body="Hello", visibility="public"),
    api(f"{N}/messages", f"{NP}/messages", ANSWERS_TICKET, "POST", body="Hello", visibility="note"),
    api(f"{N}/events", f"{NP}/events", SEES_TICKET),
    api("attachments/<int:attachment>", "attachments/{attachment}", READS),
    api("attachments/<int:attachment>", "attachments/{hidden}", SEES_TICKET),
    api("notifications", "notifications", STAFF),
    api("notifications/seen", "notifications/seen", STAFF, "POST"),
    api("fields", "fields", KEYS),
    api("tags", "tags", STAFF),
    api("tags", "tags", ADMIN, "POST", name="printer paper"),
    api("tags/<int:tag>", "tags/{tag}", STAFF),
    api("tags/<int:tag>", "tags/{tag}", ADMIN, "PATCH", colour="red"),
    api("tags/<int:tag>", "tags/{tag}", ADMIN, "DELETE"),
    api("tags/<int:tag>/merge", "tags/{tag}/merge", ADMIN, "POST", into="{printer}"),
    api("search", "search?q=till", KEYS),
    api("openapi.json", "openapi.json", EVERYBODY),
    api("docs", "docs", EVERYBODY),
    api("", "", NOBODY),
]

HOUSE = [
    Row("healthz", "/healthz", EVERYBODY),
    Row("readyz", "/readyz", EVERYBODY),
    Row("metrics", "/metrics", EVERYBODY),
]

ROWS = [*HOUSE, *PORTAL, *DESK, *SETTINGS, *API]
