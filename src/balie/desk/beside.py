"""Whether somebody's lists stand beside the ticket."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from balie.accounts.profile import put_lists_beside
from balie.desk.access import DeskRequest, at_the_desk


@at_the_desk
@require_POST
def beside(request: DeskRequest) -> HttpResponse:
    put_lists_beside(user_id=request.user.pk, beside=bool(request.POST.get("beside")))
    there = request.POST.get("there", "")
    ours = there.startswith("/desk/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return HttpResponseRedirect(there if ours else "/desk/", status=303)
