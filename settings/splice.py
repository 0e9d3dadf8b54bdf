"""A YAML text that is changed by cutting and pasting lines, so that all the rest stays letter for letter.

ruamel's round trip moves comments about when lists grow or shrink; this asks ruamel only where things are.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from settings.errors import Mistake, SettingsError


class Document:
    """The text of a settings file whose top level holds lists of groups, one item a line with '- '."""

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self._path = path

    def items(self, group: str) -> list[Any]:
        """The items of a list as they stand now; empty when there is none."""
        return (YAML(typ="safe", pure=True).load(self.text) or {}).get(group) or []

    def append(self, group: str, item: Mapping[str, Any]) -> None:
        """Behind the last item of the list, which is begun when it is not there."""
        found = self._value(group)
        if found is None:
            head = "" if not self.text or self.text.endswith("\n") else "\n"
            self.text += f"{head}\n{group}:\n{_as_item(item, 2)}"
            return
        key, value = found
        if isinstance(value, SequenceNode) and not value.value:  # 'feeds: []'
            start, end = value.start_mark.index, value.end_mark.index
            self.text = self.text[:start].rstrip(" ") + self.text[end:]
            self._insert(key.end_mark.index, _as_item(item, key.start_mark.column + 2))
        elif isinstance(value, SequenceNode):
            listed = self._block(group, value)
            self._insert(_end(listed[-1]), _as_item(item, value.start_mark.column))
        else:  # 'feeds:' with nothing behind it
            self._insert(key.end_mark.index, _as_item(item, key.start_mark.column + 2))

    def put_back(self, group: str, item: Mapping[str, Any], line: int) -> None:
        """On the line (from 0) on which an item stood that was taken out, comments about it where they were; where
        that is within another item by now, behind that one, and outside of the list, at its end."""
        found = self._value(group)
        if found is None or not isinstance(found[1], SequenceNode) or not found[1].value:
            self.append(group, item)
            return
        key, value = found
        listed = self._block(group, value)
        before = [each for each in listed if self._line(each.start_mark.index) < line]
        after = listed[len(before) :]
        first = self._line(_end(before[-1]) if before else key.end_mark.index) + 1
        last = self._line(after[0].start_mark.index if after else value.end_mark.index)
        lines = self.text.split("\n")[: max(first, min(line, last))]
        self._insert(len("\n".join(lines)), _as_item(item, value.start_mark.column))

    def remove(self, group: str, index: int) -> int:
        """Take an item out, from its '- ' to its last line; the line (from 0) that it began on."""
        node = self._item(group, index)
        line = self._line(node.start_mark.index)
        self._cut(node.start_mark.index, _end(node))
        return line

    def put(self, group: str, index: int, key: str, value: object) -> None:
        """Set a key of an item, or take it out when `value` is None."""
        node = self._item(group, index)
        assert isinstance(node, MappingNode)  # the file is right before it is changed
        indent = node.start_mark.column
        for name, old in node.value:
            if name.value == key:
                end = _end(old) if old.value else self.text.index(":", name.end_mark.index) + 1
                if value is None:
                    self._remove_key(name, end, first=name is node.value[0][0])
                else:
                    written = _as_lines({key: value}, indent).lstrip(" ").rstrip("\n")
                    self.text = self.text[: name.start_mark.index] + written + self.text[end:]
                return
        if value is not None:
            self._insert(_end(node), _as_lines({key: value}, indent))

    def _remove_key(self, name: Node, end: int, first: bool) -> None:
        if first:  # it stands on the line of the '- '
            rest = self.text[self._line_end(end) :].lstrip(" ")
            self.text = self.text[: name.start_mark.index] + rest
        else:
            self._cut(name.start_mark.index, end)

    def _item(self, group: str, index: int) -> Node:
        found = self._value(group)
        assert found is not None
        return self._block(group, found[1])[index]

    def _value(self, group: str) -> tuple[Node, Node] | None:
        root = YAML(typ="rt", pure=True).compose(self.text)
        if root is None:
            return None
        return next(((key, value) for key, value in root.value if key.value == group), None)

    def _block(self, group: str, node: Node) -> list[Node]:
        if not isinstance(node, SequenceNode) or node.flow_style:
            raise self._refusal(group, node, "does not have one item a line")
        return list(node.value)

    def _refusal(self, group: str, node: Node, what: str) -> SettingsError:
        right = "Write each item on lines of its own with '- ' before it; then newsdelta can change the list."
        return SettingsError(mistakes=[Mistake(self._path, node.start_mark.line + 1, group, what, right)])

    def _line(self, index: int) -> int:
        return self.text.count("\n", 0, index)

    def _line_end(self, index: int) -> int:
        """Behind the end of the line that `index` stands on."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def _insert(self, behind: int, lines: str) -> None:
        at = self._line_end(behind)
        head = self.text[:at]
        self.text = head + ("" if head.endswith("\n") else "\n") + lines + self.text[at:]

    def _cut(self, start: int, end: int) -> None:
        """All lines from that of `start` to that of `end`."""
        self.text = self.text[: self.text.rfind("\n", 0, start) + 1] + self.text[self._line_end(end) :]


def _end(node: Node) -> int:
    """Where the last letter of a node stands. A block's own mark lies behind the comments that follow it."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style:
        last = node.value[-1]
        return max(_end(part) for part in last) if isinstance(last, tuple) else _end(last)
    end: int = node.end_mark.index
    return end - 1 if getattr(node, "style", None) in ("|", ">") else end


def _as_lines(mapping: Mapping[str, Any], indent: int) -> str:
    writer = YAML(typ="rt")
    writer.width = 4096  # one key, one line
    stream = io.StringIO()
    writer.dump(CommentedMap((key, _plain(value)) for key, value in mapping.items()), stream)
    return "".join(" " * indent + line + "\n" for line in stream.getvalue().splitlines())


def _as_item(mapping: Mapping[str, Any], indent: int) -> str:
    lines = _as_lines(mapping, indent + 2)
    return " " * indent + "- " + lines[indent + 2 :]


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        listed = CommentedSeq(value)
        listed.fa.set_flow_style()
        return listed
    return value
