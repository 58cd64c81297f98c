"""The index by itself, with documents of an imagined kind."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from balie.search import eras, finding, indexing
from balie.search.bulk import index_built_afterwards
from balie.search.finding import Found, find
from balie.search.grammar import understand
from balie.search.highlighting import Text, highlight
from balie.search.models import Document

ENTRIES = """
select 'tale' as kind, t.object_id, t.group_id, array(select jsonb_array_elements_text(t.audience)) as audience,
    t.language, t.at, t.title, '' as names, t.body
from jsonb_to_recordset(%(tales)s) as t(
    object_id bigint, group_id bigint, audience jsonb, language text, at timestamptz, title text, body text)
"""


def tale(number: int, body: str, **more: object) -> dict[str, object]:
    plain = {"group_id": number, "audience": ["all"], "language": "en", "at": "2026-11-22T10:00:00Z", "title": ""}
    return {"object_id": number, "body": body, **plain, **more}


def put(*tales: dict[str, object]) -> None:
    indexing.put(ENTRIES, {"tales": json.dumps(tales)})


def ask(text: str, audience: Iterable[str] | None = ("all",), limit: int = 25, offset: int = 0) -> Found:
    marks = None if audience is None else list(audience)
    return find(understand(text), kinds=["tale"], audience=marks, limit=limit, offset=offset)


def groups(text: str, audience: Iterable[str] | None = ("all",)) -> list[int]:
    return [hit.group_id for hit in ask(text, audience).hits]


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("en", "The invoices were late", "invoice"),
        ("nl", "De facturen waren te laat", "factuur"),
        ("de", "Die Rechnungen kamen zu spät", "rechnung spat"),
        ("it", "Le fatture erano in ritardo", "fattura"),
        ("en", "Ask Zoë Müller", "zoe muller"),
        ("en", "Order 2024-0017 of emma@fietsfabriek.example", "0017 fietsfabriek"),
        ("en", "See https://shop.example/returns/42?step=3", "returns"),
        ("en", "The file is called scan_17.pdf", "scan"),
        ("", "Wir haben die Rechnungen noch nicht bekommen", "rechnung"),
    ],
)
def test_words_are_found_by_their_stems_and_parts(language: str, written: str, asked: str) -> None:
    put(tale(1, written, language=language))
    assert groups(asked) == [1]


def test_all_words_are_needed_phrases_together_and_unwanted_ones_not() -> None:
    put(
        tale(1, "the till prints receipts"),
        tale(2, "the till is silent"),
        tale(3, "receipts, the till prints upstairs"),
    )
    assert groups("till silent") == [2]
    assert set(groups("till prints")) == {1, 3}
    assert groups('"prints receipts"') == [1]
    assert groups("till -silent -upstairs") == [1]
    assert groups("-till") == []
    assert groups("the") == []


def test_the_last_word_may_be_half_typed() -> None:
    put(tale(1, "receipts"), tale(2, "the recipe"))
    assert groups("recei") == [1]
    assert set(groups("rec")) == {1, 2}
    assert groups("recei the") == []


def test_a_word_in_the_title_counts_more() -> None:
    put(tale(1, "about tills", title="Receipts"), tale(2, "about receipts", title="Tills and the rest of the shop"))
    assert groups("tills") == [2, 1]


def test_of_equals_the_newer_comes_first() -> None:
    put(tale(1, "a till", at="2020-01-01T00:00:00Z"), tale(2, "a till", at="2026-01-01T00:00:00Z"))
    assert groups("till") == [2, 1]


def test_a_group_is_shown_once_by_its_best_document() -> None:
    put(
        tale(1, "the till of the shop in the street", group_id=7), tale(2, "till", group_id=7), tale(3, "x", group_id=7)
    )
    found = ask("till")
    assert [(hit.group_id, hit.object_id) for hit in found.hits] == [(7, 2)]
    assert (found.total, found.complete) == (1, True)


def test_only_who_holds_a_mark_finds_it() -> None:
    put(
        tale(1, "till", audience=["team:1", "user:5"]),
        tale(2, "till", audience=["team:2"]),
        tale(3, "till", audience=[]),
    )
    assert groups("till", ["team:1"]) == groups("till", ["user:5", "team:9"]) == [1]
    assert set(groups("till", ["team:2", "user:5"])) == {1, 2}
    assert groups("till", []) == []
    assert set(groups("till", None)) == {1, 2, 3}


def test_who_may_find_it_can_change_and_so_can_the_words() -> None:
    put(tale(1, "till"))
    changed = {"tales": json.dumps([tale(1, "never read", audience=["team:1"])])}
    assert indexing.share(ENTRIES, changed) == 1
    assert indexing.share(ENTRIES, changed) == 0
    assert groups("till") == []
    put(tale(1, "bell", audience=["team:1"]))
    assert (groups("till", None), groups("bell", ["team:1"])) == ([], [1])
    assert indexing.forget(kind="tale", group_id=1) == 1
    assert groups("bell", None) == []


def test_pages_go_on_where_the_last_one_ended() -> None:
    put(*(tale(number, "till " * number) for number in range(1, 8)))
    pages = [[hit.group_id for hit in ask("till", limit=3, offset=offset).hits] for offset in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(group for page in pages for group in page) == list(range(1, 8))


def test_of_a_frequent_word_the_newest_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ENOUGH", 3)
    monkeypatch.setattr(finding, "MOST", 4)
    monkeypatch.setattr(finding, "FEW", 0)
    # In the first migration an era is of 2^13 documents or more.
    put(*(tale(number, "till") for number in range(1, 4)), tale(4, "a rare till"))
    put(*(tale(number, "till") for number in range(11, 17)))
    Document.objects.filter(group_id__gt=10).update(id=F("id") + 2 * 2**16)
    found = ask("till")
    assert {hit.group_id for hit in found.hits} == {13, 14, 15, 16}
    assert not found.complete
    rare = ask("rare")
    assert ([hit.group_id for hit in rare.hits], rare.complete) == ([4], True)


def test_eras_in_sql_are_those_in_python() -> None:
    for number in (1, 2**13, 2**16 + 5, 2**21 - 1):
        with connection.cursor() as cursor:
            cursor.execute("select search_eras(%s)", [number])
            (stored,) = cursor.fetchone()
        names = [stretch[0] for stretch in eras.windows(number) if stretch]
        assert names == stored[: len(names)]
        assert len(names) == sum(number >> shift > 0 for shift in eras.SHIFTS)


def test_marks_are_put_where_the_words_stand_and_the_rest_is_escaped() -> None:
    text = Text("en", "Invoice <b>17</b>", "Mail emma@fietsfabriek.example about the invoices & the \ue000till\ue001.")
    (found,) = highlight([text], "'invoic' | 'fietsfabriek'")
    assert found.title == "<mark>Invoice</mark> &lt;b&gt;17&lt;/b&gt;"
    assert found.snippet == (
        "Mail emma@<mark>fietsfabriek</mark>.example about the <mark>invoices</mark> &amp; the till."
    )


def test_the_index_can_be_built_after_millions_were_put_in() -> None:
    with index_built_afterwards():
        put(tale(1, "till"))
    assert groups("till") == [1]
    with connection.cursor() as cursor:
        cursor.execute("select reloptions from pg_class where relname = 'search_find'")
        assert cursor.fetchone() == (["fastupdate=off"],)


def test_the_planner_is_left_as_it_was() -> None:
    put(tale(1, "till"))
    ask("till")
    with connection.cursor() as cursor:
        cursor.execute("show enable_seqscan")
        assert cursor.fetchone() == ("on",)
        cursor.execute("select count(*) from search_document where kind = 'tale'")
        assert cursor.fetchone() == (Document.objects.count(),)


def test_a_common_word_is_not_taken_for_the_beginning_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "COMMON", 2)
    put(tale(1, "lamp"), tale(2, "lamp", audience=["others"]), tale(3, "lampshade"))
    assert set(groups("lamp")) == {1, 3}  # a small desk: no harm in looking further
    Document.objects.update(id=F("id") + 2 * 2**13)
    assert groups("lamp") == [1]
    assert groups("lampsh") == [3]


def test_what_takes_too_long_is_left_at_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    put(tale(1, "till"), tale(2, "till"))
    Document.objects.filter(object_id=2).update(id=F("id") + 2 * 2**13)
    assert ask("till").complete
    looks = iter(range(9))
    look = finding._look

    def slow(*args: Any) -> tuple[int, Found]:
        if next(looks):
            with connection.cursor() as cursor:
                cursor.execute("set local statement_timeout = 1; select pg_sleep(5)")
        return look(*args)

    monkeypatch.setattr(finding, "_look", slow)
    found = ask("till")
    assert [hit.group_id for hit in found.hits] == [2]
    assert not found.complete
    with connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_words_in_different_documents_of_a_group_are_found_after_those_together() -> None:
    put(
        tale(1, "Emma asks", group_id=1), tale(2, "receipts", group_id=1),
        tale(3, "Emma asks", group_id=2), tale(4, "receipts", group_id=2, audience=["others"]),
        tale(5, "Emma and the receipts", group_id=3), tale(6, "Emma of the shop", group_id=4),
    )  # fmt: skip
    assert groups("emma receipts") == [3, 1]
    assert groups("emma receipts", None) == [3, 2, 1]
    assert groups("emma receipts bell") == []
    assert groups("emma receipts -asks") == [3]
    assert ask("emma receipts", limit=1).total == 1
