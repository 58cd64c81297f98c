"""One's own keys to the API."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from balie.accounts.models import Token
from balie.accounts.tokens import make_token, revoke_token
from balie.administration.access import StaffRequest, for_staff, page


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What is it for?"), max_length=80, help_text=gettext_lazy("So that you know later.")
    )


@for_staff
@require_http_methods(["GET", "POST"])
def tokens(request: StaffRequest) -> HttpResponse:
    """A new token is in the answer to its form, once: it is kept nowhere."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = make_token(user=request.user, name=form.cleaned_data["name"])
        form = TokenForm()
    own = Token.objects.filter(user=request.user).order_by("-created_at")
    status = 422 if form.errors else 200
    return page(request, "tokens.html", "tokens", form=form, secret=secret, tokens=own, status=status)


@for_staff
@require_POST
def revocation(request: StaffRequest, pk: int) -> HttpResponse:
    revoke_token(user=request.user, pk=pk)
    messages.success(request, _("The token no longer works."))
    return redirect("settings:tokens")
