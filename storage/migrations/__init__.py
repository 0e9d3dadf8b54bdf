"""The schema's history, one file a step in `versions/`. `python -m storage.migrations` draws the next one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

NEWEST = "0012"
"""The last migration of this program. A test holds it to the files."""

VERSION_TABLE = "newsdelta_version"
"""Not Alembic's usual name: a PostgreSQL database may be shared with another program's."""


def is_of_schema(name: str | None, *_: object) -> bool:
    """Whether a table or index is the schema's: full-text indexes and pgvector's, which no metadata can
    say, are not."""
    return not (name or "").startswith(("fts_", "meanings"))


def config() -> Config:
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return made


def scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config())
