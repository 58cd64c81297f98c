"""Which table of people was asked for."""

from balie.core.zones import zone_named
from balie.people.export_records import Exported, KeptExport
from balie.people.exporting.tables import Narrowing, Table, contact_table, organisation_table

OF_PEOPLE = (Exported.CONTACTS, Exported.ORGANISATIONS)


def table_of(it: KeptExport) -> Table:
    zone = zone_named(it.user.time_zone)
    return contact_table(Narrowing(**it.asked), zone) if it.what == Exported.CONTACTS else organisation_table(zone)
