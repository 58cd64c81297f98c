"""How a list is shown: in which order, in which groups, as rows or as a board."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from django.http import QueryDict

from balie.desk.addresses import number
from balie.tickets.arranging import MOST, Arrangement
from balie.tickets.views import Grouping, Layout, Sorting, View

E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, slots=True)
class Display:
    sorting: str = Sorting.UPDATED.value
    grouping: str = Grouping.NONE.value
    layout: str = Layout.LIST.value

    @property
    def is_board(self) -> bool:
        return self.layout == Layout.BOARD

    @property
    def arrangement(self) -> Arrangement:
        """The columns of a board are groups: of the status, when nothing else was chosen."""
        grouping = Grouping.STATUS.value if self.is_board and not self.grouping else self.grouping
        return Arrangement(self.sorting, grouping)


class DisplayChoices:
    """What the menu of a list offers: value and label."""

    sorting = Sorting.choices
    grouping = Grouping.choices
    layout = Layout.choices


@dataclass(frozen=True, slots=True)
class Showing:
    """`base`: as the view has it; `now`: as asked for; `skip`: rows of an arranged list on the pages before."""

    base: Display
    now: Display
    skip: int = 0

    @property
    def parameters(self) -> Mapping[str, str]:
        """Of an address: what would be otherwise without them."""
        usual = _parameters(self.base)
        return {key: value for key, value in _parameters(self.now).items() if value != usual[key]}


def _parameters(display: Display) -> dict[str, str]:
    return {"sort": display.sorting, "group": display.grouping, "layout": display.layout}


def showing_of(view: object, query: QueryDict) -> Showing:
    base = Display(view.sorting, view.grouping, view.layout) if isinstance(view, View) else Display()
    skip = min(number(str(query.get("skip", ""))) or 0, MOST)
    return Showing(base, display_asked(query, base), skip)


def display_asked(query: QueryDict, base: Display) -> Display:
    """What can't be understood is as the view has it."""
    return Display(
        _one_of(Sorting, query, "sort", base.sorting),
        _one_of(Grouping, query, "group", base.grouping),
        _one_of(Layout, query, "layout", base.layout),
    )


def _one_of(kind: type[E], query: QueryDict, key: str, otherwise: str) -> str:
    asked = str(query.get(key, otherwise))
    return asked if asked in {one.value for one in kind} else otherwise
