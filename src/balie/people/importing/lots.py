"""Some rows of a file, planned and, unless they are only tried out, written down."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from balie.core.sheets.reading import Read
from balie.events.actor import Actor
from balie.people.import_records import ContactImport, ImportedRow
from balie.people.importing import writing
from balie.people.importing.counting import Counts, counts_of
from balie.people.importing.gathering import picture_for
from balie.people.importing.picture import Address, House, Picture
from balie.people.importing.planning import Existing, Outcome, Planned, planned
from balie.people.importing.reasons import Kind, RowRefused, reason
from balie.people.importing.wishes import Wish, wish_of

_TOLD = {Outcome.NEW: ImportedRow.Became.NEW, Outcome.CHANGED: ImportedRow.Became.CHANGED}


@dataclass(slots=True)
class Trial:
    """What earlier rows would have made, while it is only tried out."""

    addresses: set[Address] = field(default_factory=set)
    houses: dict[str, House] = field(default_factory=dict)

    def has(self, wish: Wish, picture: Picture) -> bool:
        return not any(map(picture.owner, wish.addresses)) and not self.addresses.isdisjoint(wish.addresses)

    def remember(self, picture: Picture) -> None:
        for person in picture.people:
            if person.pk is None:
                self.addresses.update(person.addresses)
        self.houses |= {house.letters: house for house in picture.houses if house.pk is None and house.wanted}


class Lot:
    """`most`: so many rows the file may have from here on. `wrong`: what is wrong with each of them, known before."""

    def __init__(
        self, of: ContactImport, rows: Sequence[Read], trial: Trial | None, *, most: int, wrong: Kind | None = None
    ) -> None:  # fmt: skip
        self.of, self.trial = of, trial
        self.counts: Counts = counts_of(of.expected if trial else of.done)
        self.told: list[tuple[ImportedRow, Planned]] = []
        self.wishes: list[Wish] = []
        for number, row in enumerate(rows):
            try:
                if wrong:
                    raise RowRefused(reason(wrong))
                if number >= most:
                    raise RowRefused(reason(Kind.MANY))
                self.wishes.append(wish_of(row, of.targets))
            except RowRefused as refusal:
                self.refuse(row.line, refusal)

    def refuse(self, line: int, refusal: RowRefused) -> None:
        self.tell(line, Planned(Outcome.REFUSED, left=refusal.reasons))

    def tell(self, line: int, plan: Planned) -> None:
        self.counts.add(plan)
        became = ImportedRow.Became.REFUSED if plan.outcome == Outcome.REFUSED else _became(plan)
        if plan.left or (became != ImportedRow.Became.SAME and not self.trial):
            row = ImportedRow(
                of=self.of, trial=self.trial is not None, line=line, became=became,
                reasons=[it.kept for it in plan.left],
            )  # fmt: skip
            self.told.append((row, plan))


def do(lot: Lot) -> None:
    """In the caller's transaction. Raises MovedMeanwhile, IntegrityError."""
    trial, existing = lot.trial, Existing(lot.of.existing)
    picture = picture_for(
        lot.wishes, fresh=trial.houses.values() if trial else (), take=trial is None,
        made_by=None if trial else lot.of.pk,
    )  # fmt: skip
    known = {house.letters for house in picture.houses if house.pk is None}
    for wish in lot.wishes:
        try:
            repeated = trial is not None and trial.has(wish, picture)
            plan = Planned(Outcome.REPEATED, left=wish.left) if repeated else planned(wish, picture, existing)
        except RowRefused as refusal:
            lot.refuse(wish.line, refusal)
        else:
            lot.tell(wish.line, plan)
    lot.counts.houses += sum(
        house.pk is None and house.wanted and house.letters not in known for house in picture.houses
    )  # fmt: skip
    if trial:
        trial.remember(picture)
    else:
        writing.write(picture, import_id=lot.of.pk, actor=Actor.user(lot.of.user_id or 0))
    for row, plan in lot.told:
        row.contact_id = plan.person.pk if plan.person and not trial else None
    ImportedRow.objects.bulk_create([row for row, _plan in lot.told])


def _became(plan: Planned) -> ImportedRow.Became:
    if plan.outcome == Outcome.REPEATED and plan.fields:
        return ImportedRow.Became.CHANGED
    return _TOLD.get(plan.outcome, ImportedRow.Became.SAME)
