from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import Func


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            "organisation",
            GinIndex(
                OpClass(Func("name", function="search_letters"), name="gin_trgm_ops"), name="organisation_letters"
            ),
        ),
    ]
