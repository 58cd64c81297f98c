"""Budgets that tell when something has grown two jobs. Over one: split it by capability, or change the budget here."""

from statistics import median

from tests.architecture.sources import functions, lines, modules, place, templates

SCREENS = {"desk", "portal", "administration", "api"}


def share_under(limit, sizes):
    return sum(size < limit for size in sizes) / len(sizes)


def test_files_stay_small_enough_to_read():
    sizes = {path: len(path.read_text().splitlines()) for path in modules()}
    written = [size for size in sizes.values() if size > 1]
    assert {place(path): size for path, size in sizes.items() if size > 400} == {}
    assert share_under(200, written) >= 0.9
    assert median(written) <= 80


def test_functions_stay_small_enough_to_read():
    sizes = {place(path, node): lines(node) for path, tree in modules().items() for node in functions(tree)}
    assert {where: size for where, size in sizes.items() if size > 60} == {}
    assert share_under(25, sizes.values()) >= 0.9


def test_views_are_shells():
    views = {
        place(path, node): lines(node)
        for path, tree in modules().items()
        if SCREENS & set(path.parts)
        for node in functions(tree)
        if node.args.args and node.args.args[0].arg == "request"
    }
    assert {where: size for where, size in views.items() if size > 25} == {}


def test_templates_stay_small_enough_to_read():
    sizes = {place(path): len(text.splitlines()) for path, text in templates().items()}
    assert {where: size for where, size in sizes.items() if size > 150} == {}
