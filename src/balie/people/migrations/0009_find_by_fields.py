from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Func, Q
from django.db.models.functions import Cast


def letters(name: str) -> GinIndex:
    return GinIndex(
        OpClass(Func(Cast("fields", models.TextField()), function="search_letters"), name="gin_trgm_ops"),
        name=name, condition=~Q(fields={}),
    )  # fmt: skip


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0008_give_people_fields")]

    operations = [
        AddIndexConcurrently("contact", letters("contact_field_letters")),
        AddIndexConcurrently("organisation", letters("organisation_field_letters")),
    ]
