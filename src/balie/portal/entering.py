"""The ways in: a code by mail, or a signed link from one of our mails."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.views import RequestLoginCodeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from balie.people.access import user_for
from balie.portal.visitors import let_in
from balie.tickets.links import read_link


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc] # allauth has no types
    """Any address gets the same answer, known here or not."""

    def clean_email(self) -> str:
        email = str(super().clean_email())
        self._user = user_for(email) if email else None
        return email


@method_decorator(never_cache, name="dispatch")
class SignIn(RequestLoginCodeView):  # type: ignore[misc] # allauth has no types
    form_class = CodeForm
    template_name = "portal/sign_in.html"

    def get_form_class(self) -> Any:
        return self.form_class


sign_in = SignIn.as_view()


@never_cache
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Opens the one request the link was made for."""
    holder = read_link(token)
    if holder is None:
        return render(request, "portal/link_expired.html", status=410)
    let_in(request, holder)
    return redirect("portal:request", holder.ticket_id)
