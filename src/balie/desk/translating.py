"""Translations at the desk: of messages, and of what one is writing."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balie.accounts.models import Translating
from balie.accounts.profile import LANGUAGES, choose_translating
from balie.desk.access import DeskRequest, at_the_desk, for_answering, wants_fragment
from balie.desk.foreign import language_name
from balie.desk.rail import rail
from balie.desk.ticket_page import must_see
from balie.tickets.composing import LONGEST
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Message
from balie.tickets.translating.showing import body_in
from balie.tickets.translating.translating import translate, translate_words
from balie.translation.models import Kind


@at_the_desk
@require_POST
def message_translation(request: DeskRequest, pk: int) -> HttpResponse:
    """In the language of whoever asks."""
    message = Message.objects.visible_to(request.user).select_related("ticket").filter(pk=pk).first()
    if message is None:
        raise Http404
    context: dict[str, object] = {"message": message, "ticket": message.ticket, "there": request.path, "error": ""}
    try:
        made = translate(message=message, language=request.user.language, user=request.user)
    except NotAllowed as reason:
        context["error"] = str(reason)
    else:
        context |= {
            "body": body_in(message, made), "by": dict(Kind.choices).get(made.provider, ""), "source": made.source,
            "was": language_name(made.source), "into": made.language,
            "offers_always": made.source in LANGUAGES
            and request.user.translating.get(made.source) != Translating.ALWAYS,
        }  # fmt: skip
    fragment = wants_fragment(request)
    context |= {} if fragment else {"rail": rail(request.user)}
    template = "desk/translation.html" if fragment else "desk/translation_page.html"
    return render(request, template, context, status=422 if context["error"] else 200)


@for_answering
@require_POST
def answer_translation(request: DeskRequest, number: int) -> JsonResponse:
    """What somebody writes, in the language they choose; for the script of the composer."""
    must_see(request, number)
    body, language = request.POST.get("body", ""), request.POST.get("language", "")
    if not body.strip() or len(body) > LONGEST or not language:
        return JsonResponse({"error": _("There is nothing to be translated.")}, status=422)
    try:
        words = translate_words(words=body, html=request.POST.get("body_format") == "html", language=language)
    except NotAllowed as reason:
        return JsonResponse({"error": str(reason)}, status=422)
    return JsonResponse({"words": words})


@at_the_desk
@require_POST
def choice(request: DeskRequest) -> HttpResponse:
    """What is done from now on with messages in a language."""
    language, what = request.POST.get("language", ""), request.POST.get("choice", "")
    try:
        choose_translating(user_id=request.user.pk, choices={language: what})
    except ValueError:
        raise Http404 from None
    if wants_fragment(request):
        return render(request, "desk/translating_chosen.html", {"was": language_name(language)})
    messages.success(request, _("Saved."))
    return HttpResponseRedirect("/desk/own/")
