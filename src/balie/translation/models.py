from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    NONE = "", _("None: nothing is translated")
    LIBRETRANSLATE = "libretranslate", "LibreTranslate"
    DEEPL = "deepl", "DeepL"


class Service(models.Model):
    """Who translates: one row, or none."""

    ONLY = 1

    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    url = models.CharField(max_length=300, blank=True)
    sealed_key = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.kind or "nobody"
