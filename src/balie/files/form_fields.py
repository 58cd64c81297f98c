"""Files in forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_FILES = 10


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to a limit, each within the upload limit; an empty one is a file too."""

    widget = SeveralFiles

    def __init__(self, *, most: int = MOST_FILES, **kwargs: Any) -> None:
        self.most = most
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > self.most:
            raise forms.ValidationError(
                ngettext(
                    "Please send no more than %(most)d file.", "Please send no more than %(most)d files.", self.most
                )
                % {"most": self.most}
            )
        for file in given:
            if file.size > settings.BALIE_UPLOAD_SIZE_LIMIT:
                raise forms.ValidationError(
                    _("%(name)s is too large: %(limit)d MB is the most we can take.")
                    % {"name": file.name, "limit": settings.BALIE_UPLOAD_SIZE_LIMIT // 1024**2}
                )
        return [super(FilesField, self).clean(file, initial) for file in given]
