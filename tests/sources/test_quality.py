"""The quality of reading does not fall: every eighteenth of the real pages, held to floors kept as data."""

from __future__ import annotations

import pytest

from bench import pages


def test_some_pages_are_read_as_well_as_before() -> None:
    if not pages.DATA.exists():
        pytest.skip("../shared/data/pages is not there: the publishers own those pages")
    result = pages.summary([pages.score(task) for task in pages.tasks(pages.DATA, "ours", every=18)])
    assert pages.below(result, pages.floors()["some"]) == []
