"""What the house is made of, as files and their syntax trees."""

import ast
from functools import cache
from pathlib import Path

import balie
import config

PACKAGES = (Path(balie.__path__[0]), Path(config.__path__[0]))
ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[Path, ast.Module]:
    """Everything that is written by hand and runs in the product."""
    paths = (path for package in PACKAGES for path in sorted(package.rglob("*.py")))
    return {path: ast.parse(path.read_text()) for path in paths if not {"migrations", "tests"} & set(path.parts)}


@cache
def modules_of_tests() -> dict[Path, ast.Module]:
    folders = (*PACKAGES, ROOT / "tests")
    return {path: ast.parse(path.read_text()) for folder in folders for path in sorted(folder.rglob("test_*.py"))}


@cache
def templates() -> dict[Path, str]:
    folders = (PACKAGES[0], ROOT / "frontend" / "templates")
    return {path: path.read_text() for folder in folders for path in sorted(folder.rglob("*.html"))}


def functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def lines(node: Function) -> int:
    assert node.end_lineno
    return node.end_lineno - node.lineno + 1


def place(path: Path, node: ast.AST | None = None) -> str:
    """As an editor opens it."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}{line}"
