"""Rules of the house that imports don't show; the reasons are in ARCHITECTURE.md."""

import ast
import re

from tests.architecture.sources import functions, modules, modules_of_tests, place, templates

CATEGORIES = {"utils", "util", "helpers", "helper", "services", "handlers", "actions", "common", "misc", "mixins"}


def test_files_are_named_after_a_capability():
    assert [place(path) for path in modules() if {path.stem, path.parent.name} & CATEGORIES] == []


def test_nothing_happens_by_signals():
    guilty = [
        place(path, node)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"django.db.models.signals", "django.dispatch"}
    ]
    assert guilty == []


def test_saving_does_nothing_but_save():
    guilty = [
        place(path, function)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and path.stem == "models"
        for function in node.body
        if isinstance(function, ast.FunctionDef) and function.name in {"save", "delete"}
    ]
    assert guilty == []


def test_verbs_take_their_arguments_by_name():
    """`assign(ticket, anna, ben)`: who is assigned, and who did it?"""
    guilty = [
        place(path, node)
        for path, tree in modules().items()
        for node in functions(tree)
        if not node.name.startswith("_")
        and any(ast.unparse(decorator) in {"joined", "transaction.atomic"} for decorator in node.decorator_list)
        and len(node.args.args) > 1
        and node.args.args[0].arg != "request"
    ]
    assert guilty == []


def test_tests_are_named_by_sentences():
    guilty = [
        place(path, node)
        for path, tree in modules_of_tests().items()
        for node in functions(tree)
        if node.name.startswith("test_") and node.name.count("_") < 3
    ]
    assert guilty == []


def test_tests_do_not_sleep():
    guilty = [
        place(path, node)
        for path, tree in modules_of_tests().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"}
    ]
    assert guilty == []


def test_templates_keep_to_the_content_security_policy():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    pages = {path: text for path, text in templates().items() if "mail" not in path.parts}  # mails know no other style
    guilty = {place(path): found[0] for path, text in pages.items() if (found := inline.search(text))}
    assert guilty == {}


def test_templates_escape_what_people_write():
    """`safe` is for what balie/core/sanitising.py has made: fields called `html` or `…_html`."""
    unsafe = re.compile(r"(?<!html)\s*\|\s*safe\b|autoescape false")
    guilty = [
        place(path) for path, text in templates().items() if unsafe.search(text) and "styleguide" not in path.parts
    ]
    assert guilty == []
