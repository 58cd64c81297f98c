"""A ticket that an agent opens: for somebody on the phone, or on behalf of a contact."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from balie.accounts.directory import directory
from balie.accounts.models import Team
from balie.core.form_fields import BodyFormatField, NameField
from balie.core.html_text import html_to_text
from balie.core.transactions import joined
from balie.custom_fields.refusing import FieldsRefused
from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.addresses import number
from balie.desk.field_files import held_files, hold_files
from balie.desk.rail import rail
from balie.files.uploads import TooLarge
from balie.people.identities import contact_for, emails_of
from balie.people.models import Contact
from balie.tickets.composing import Written, content_of, tidied
from balie.tickets.conflicts import NotAllowed
from balie.tickets.conversation import Fields, open_ticket
from balie.tickets.custom_fields.filling import opening_fields
from balie.tickets.custom_fields.forming import FieldsForm
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.drafting import draft_of, drop_draft
from balie.tickets.models import Channel, Kind, Priority, Ticket
from balie.tickets.tags.tagging import refuse_too_long
from balie.tickets.task_records import Checklist
from balie.tickets.template_records import TicketTemplate
from balie.tickets.ticket_templates.keeping import beginning
from balie.tickets.work.to_do import add_checklist

CHANNELS = [(Channel.PHONE, _("On the phone")), (Channel.DESK, _("In person or otherwise"))]


class NewTicketForm(FieldsForm):
    email = forms.EmailField(label=_("Contact's e-mail address"), max_length=320)
    name = NameField(label=_("Contact's name"), max_length=200, required=False)
    subject = NameField(label=_("Subject"), max_length=500)
    body = forms.CharField(label=_("What they ask"), widget=forms.Textarea(attrs={"rows": 8}), max_length=200_000)
    body_format = BodyFormatField()
    channel = forms.ChoiceField(label=_("How they asked"), choices=CHANNELS, initial=Channel.PHONE)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.all(), required=False, empty_label=_("No team")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.QUESTION)
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL
    )
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Separated by commas"), max_length=400)

    @property
    def written(self) -> Written:
        return Written(self.cleaned_data["body"], self.cleaned_data["body_format"] == "html")

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("body_format") == "html" and given.get("body") and not tidied(given["body"]):
            self.add_error("body", self.fields["body"].error_messages["required"])

    def clean_tags(self) -> list[str]:
        names: list[str] = self.cleaned_data["tags"].split(",")
        try:
            refuse_too_long(names)
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return names


@for_answering
@require_http_methods(["GET", "HEAD", "POST"])
def new_ticket(request: DeskRequest) -> HttpResponse:
    templates = list(TicketTemplate.objects.visible_to(request.user).select_related("checklist"))
    template = next((it for it in templates if it.pk == number(request.GET.get("template"))), None)
    too_large = _hold(request)
    beginning_anew = "began" in request.POST
    form = _begun_anew(request, template, templates) if beginning_anew else _form(request, template)
    if too_large and form.is_bound:
        form.add_error(None, too_large)
    ticket = _opened(request, form, template) if form.is_valid() else None
    if ticket:
        drop_draft(user_id=request.user.pk, ticket_id=None, version=number(request.POST.get("draft")) or 0)
        # A team of which one is no member takes it from here.
        visible = Ticket.objects.visible_to(request.user).filter(pk=ticket.pk).exists()
        messages.success(request, _("Ticket #%(number)s is opened.") % {"number": ticket.pk})
        return HttpResponseRedirect(f"/desk/tickets/{ticket.pk}/" if visible else "/desk/", status=303)
    status = 422 if form.errors else 200
    context = {"form": form, "rail": rail(request.user), "draft": _draft(request, template)}
    context |= {"templates": templates, "template": template, "contact": number(request.GET.get("contact"))}
    return render(request, "desk/new_ticket.html", context, status=status)


def _form(request: DeskRequest, template: TicketTemplate | None) -> NewTicketForm:
    return _asking(request, template, request.POST or None, _known(request) | (_begun(template) if template else {}))


def _begun_anew(
    request: DeskRequest, template: TicketTemplate | None, templates: list[TicketTemplate]
) -> NewTicketForm:
    """Another template is chosen on the page: what the agent has changed there stays."""
    before = next((it for it in templates if it.pk == number(request.POST["began"])), None)
    was = _form(request, before)
    typed = {name: was[name].data for name in was.changed_data if not name.startswith("body")}
    if _words(was["body"].data or "") != _words(str(was["body"].initial or "")):
        typed |= {"body": was["body"].data, "body_format": was["body_format"].data}
    return _asking(request, template, None, _known(request) | (_begun(template) if template else {}) | typed)


def _asking(
    request: DeskRequest, template: TicketTemplate | None, data: QueryDict | None, initial: dict[str, object]
) -> NewTicketForm:
    form = NewTicketForm(data, initial=initial)
    begins = beginning(template) if template else None
    form.ask(known_fields().live, directory(), begins=begins, kept=held_files(request))
    return form


def _hold(request: DeskRequest) -> str:
    """Says which file was too large."""
    try:
        hold_files(request)
    except TooLarge as reason:
        return str(reason)
    return ""


def _draft(request: DeskRequest, template: TicketTemplate | None) -> int:
    """The version of the agent's draft that this page holds: a template's page holds none of its own, but takes over
    that of the page on which it was chosen.
    """
    if template:
        return number(request.POST.get("draft")) or 0
    kept = draft_of(user_id=request.user.pk, ticket_id=None)
    return kept.version if kept else 0


def _begun(template: TicketTemplate) -> dict[str, object]:
    """What a template says; what it leaves open is as in any new ticket."""
    said = {name: getattr(template, name) for name in ("subject", "kind", "priority")}
    said |= {"body": template.html or template.body, "body_format": "html" if template.html else "text"}
    said |= {"team": template.for_team_id, "tags": ", ".join(template.tags)}
    return {name: value for name, value in said.items() if value}


def _opened(request: DeskRequest, form: NewTicketForm, template: TicketTemplate | None) -> Ticket | None:
    """None when custom fields are refused: the form says which."""
    given = form.cleaned_data
    try:
        fields = opening_fields(form.given(), kind=given["kind"], team=given["team"].pk if given["team"] else None)
    except FieldsRefused as refusal:
        form.refuse(refusal)
        return None
    return _open(request, form, fields, template.checklist if template else None)


@joined
def _open(request: DeskRequest, form: NewTicketForm, fields: Fields, checklist: Checklist | None) -> Ticket:
    given = form.cleaned_data
    requester = contact_for(email=given["email"], name=given["name"])
    ticket, _message = open_ticket(
        subject=given["subject"],
        content=content_of(written=form.written, user=request.user),
        requester=requester,
        channel=given["channel"],
        actor=actor_of(request),
        kind=given["kind"],
        priority=given["priority"],
        team_id=given["team"].pk if given["team"] else None,
        tags=given["tags"],
        fields=fields,
    )
    if checklist:
        add_checklist(ticket_id=ticket.pk, checklist=checklist, actor=actor_of(request))
    return ticket


def _words(body: str) -> str:
    """The editor writes the same words in its own way."""
    return " ".join(html_to_text(body).split()) if "<" in body else " ".join(body.split())


def _known(request: DeskRequest) -> dict[str, object]:
    """What is filled in already: the contact one comes from, the agent's team."""
    known: dict[str, object] = {"team": request.user.team_ids[0] if request.user.team_ids else None}
    contact = Contact.objects.filter(pk=number(request.GET.get("contact")) or 0).first()
    if contact:
        known |= {"email": next(iter(emails_of(contact.pk)), ""), "name": contact.name}
    return known
