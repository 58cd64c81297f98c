"""Files dropped or pasted into a form that is not sent yet."""

from django.http import Http404, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balie.desk.access import DeskRequest, at_the_desk
from balie.files.models import Upload
from balie.files.serving import response_for
from balie.files.uploads import TooLarge, keep_upload


@at_the_desk
@require_POST
def uploads(request: DeskRequest) -> HttpResponseBase:
    """Answers the id by which the form names the file, and where a picture can be seen meanwhile."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"detail": _("There was no file.")}, status=400)
    try:
        kept = keep_upload(request.user, file)
    except TooLarge as reason:
        return JsonResponse({"detail": str(reason)}, status=413)
    return JsonResponse(
        {
            "id": kept.pk,
            "name": kept.filename,
            "size": kept.blob.size,
            "content_type": kept.content_type,
            "url": f"/desk/uploads/{kept.pk}/",
        },
        status=201,
    )


@at_the_desk
@require_safe
def upload(request: DeskRequest, pk: int) -> HttpResponseBase:
    kept = Upload.objects.filter(pk=pk, user=request.user).first()
    if kept is None:
        raise Http404
    return response_for(kept.blob_id, filename=kept.filename, content_type=kept.content_type, inline=True)
