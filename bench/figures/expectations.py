"""The `Expect:` comments of feedparser's test feeds, evaluated without `eval`: literals, paths, `and`, `==`."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_EXPECT = re.compile(r"^\s*Expect:\s*(.*?)\s*(?:-->)?\s*$", re.M)
_HEADER = re.compile(r"^\s*Header:\s*([\w-]+)\s*:\s*(.*?)\s*(?:-->)?\s*$", re.M)


class Unusual(Exception):
    """The expression holds something that is not evaluated here."""


@dataclass(frozen=True)
class Expectation:
    """What a test feed says of itself, and the headers that it wants to have come with."""

    tree: ast.expr
    headers: Mapping[str, str]

    def holds(self, found: Mapping[str, Any]) -> bool:
        """Whether feedparser's result is as expected. Raises Unusual."""
        try:
            return bool(_value(self.tree, found))
        except (KeyError, IndexError, AttributeError, TypeError):
            return False

    def equalities(self) -> list[tuple[tuple[Any, ...], Any]]:
        """(path, literal) of every comparison that has to hold by itself: `entries[0]['title'] == 'x'`."""
        both = isinstance(self.tree, ast.BoolOp) and isinstance(self.tree.op, ast.And)
        found = []
        for term in self.tree.values if isinstance(self.tree, ast.BoolOp) and both else [self.tree]:
            if isinstance(term, ast.Compare) and isinstance(term.ops[-1], ast.Eq) and not _path(term.comparators[-1]):
                with contextlib.suppress(Unusual, KeyError, TypeError):
                    literal = _value(term.comparators[-1], {})
                    found += [(path, literal) for side in (term.left, *term.comparators) if (path := _path(side))]
        return found


def expectation(document: bytes) -> Expectation | None:
    """The expectation of a test feed in whatever encoding; None when it has none that can be read here."""
    text = document.replace(b"\0", b"").decode("utf-8", "replace")
    said = _EXPECT.search(text)
    if said is None:
        return None
    try:
        tree = ast.parse(said[1], mode="eval").body
    except (SyntaxError, ValueError):
        return None
    headers = {name.lower(): value for name, value in _HEADER.findall(text)}
    return Expectation(tree, {"content-type": "application/xml", "content-location": "http://example.com/", **headers})


def _path(node: ast.expr) -> tuple[Any, ...]:
    """`entries[0]['link']` or `entries[0].link` as ('entries', 0, 'link'); () when it is none."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and (start := _path(node.value)):
        return (*start, node.slice.value)
    if isinstance(node, ast.Attribute) and (start := _path(node.value)):
        return (*start, node.attr)
    return ()


def _value(node: ast.expr, found: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            if node.id not in found and node.id not in _NAMES:
                raise Unusual(node.id)
            return found.get(node.id, _NAMES.get(node.id))
        case ast.Subscript():
            return _value(node.value, found)[_value(node.slice, found)]
        case ast.Attribute():
            return getattr(_value(node.value, found), node.attr)
        case ast.Tuple():
            return tuple(_value(each, found) for each in node.elts)
        case ast.List():
            return [_value(each, found) for each in node.elts]
        case ast.Dict() if all(node.keys):
            return {_value(k, found): _value(v, found) for k, v in zip(node.keys, node.values, strict=True) if k}
        case ast.BoolOp():
            values = (_value(each, found) for each in node.values)
            return all(values) if isinstance(node.op, ast.And) else any(values)
        case ast.UnaryOp():
            value = _value(node.operand, found)
            return (not value) if isinstance(node.op, ast.Not) else -value
        case ast.BinOp(op=ast.Add()):
            return _value(node.left, found) + _value(node.right, found)
        case ast.Compare():
            sides = [_value(each, found) for each in (node.left, *node.comparators)]
            return all(_compare(op, a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False))
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS and not node.keywords:
            return _CALLS[name](*(_value(each, found) for each in node.args))
        case ast.Call(func=ast.Attribute(value=of, attr="get")) if not node.keywords:
            return _value(of, found).get(*(_value(each, found) for each in node.args))
    raise Unusual(ast.dump(node)[:80])


_NAMES: dict[str, Any] = {"bozo": False, "encoding": None, "version": "", "namespaces": {}}
_CALLS: dict[str, Callable[..., Any]] = {"len": len, "ord": ord}


def _compare(op: ast.cmpop, a: Any, b: Any) -> bool:
    match op:
        case ast.Eq():
            return bool(a == b)
        case ast.NotEq():
            return bool(a != b)
        case ast.Is():
            return a is b
        case ast.IsNot():
            return a is not b
        case ast.In():
            return a in b
        case ast.NotIn():
            return a not in b
    raise Unusual(type(op).__name__)
