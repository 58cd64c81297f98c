"""Addresses that people write to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.administration.mailbox_form import MailboxForm
from balie.channels.email.mailbox_settings import Refused, add_mailbox, change_mailbox
from balie.channels.email.models import Mailbox


@for_admins
@require_safe
def mailboxes(request: StaffRequest) -> HttpResponse:
    found = Mailbox.objects.select_related("team")
    return page(request, "mailboxes.html", "mailboxes", mailboxes=found)


@for_admins
@require_http_methods(["GET", "POST"])
def new_mailbox(request: StaffRequest) -> HttpResponse:
    return _edit(request, None)


@for_admins
@require_http_methods(["GET", "POST"])
def mailbox(request: StaffRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Mailbox, pk=pk))


def _edit(request: StaffRequest, it: Mailbox | None) -> HttpResponse:
    form = MailboxForm(request.POST or None, initial=MailboxForm.initial_of(it) if it else None)
    if request.method == "POST" and form.is_valid() and _saved(request, it, form):
        return redirect("settings:mailboxes")
    status = 422 if form.errors else 200
    return page(request, "mailbox.html", "mailboxes", it=it, form=form, status=status)


def _saved(request: StaffRequest, it: Mailbox | None, form: MailboxForm) -> bool:
    try:
        if it:
            change_mailbox(mailbox_id=it.pk, settings=form.settings, actor=actor_of(request))
        else:
            add_mailbox(settings=form.settings, actor=actor_of(request))
    except Refused as reason:
        form.add_error(reason.field, str(reason))
        return False
    messages.success(request, _("Saved."))
    return True
