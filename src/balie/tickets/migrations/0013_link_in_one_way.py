import django.db.models.deletion
from django.db import migrations, models

# What was beside a ticket becomes a link like any other, the lower number first as with all that has no direction.
COPY = """
insert into tickets_ticketlink (source_id, target_id, kind, at)
select least(id, linked_to_id), greatest(id, linked_to_id), 'related', created_at
from tickets_ticket where linked_to_id is not null and linked_to_id <> id
on conflict do nothing"""


class Migration(migrations.Migration):
    """The column itself stays for the version that still runs beside this one."""

    dependencies = [
        ('tickets', '0012_change_many_tickets'),
    ]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='ticket',
            name='linked_to',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='linked', to='tickets.ticket'),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.RemoveField(model_name='ticket', name='linked_to'),
        ]),
        migrations.AlterField(
            model_name='brought',
            name='kind',
            field=models.CharField(choices=[('participant', 'Participant'), ('follower', 'Follower'), ('tag', 'Tag'), ('task', 'Task'), ('draft', 'Draft')], max_length=11),
        ),
        migrations.AlterField(
            model_name='plannedreply',
            name='held',
            field=models.CharField(blank=True, choices=[('contact_wrote', 'contact wrote'), ('merged', 'merged'), ('parts_open', 'parts open'), ('writer_left', 'writer left'), ('failed', 'failed')], max_length=20),
        ),
    ]
