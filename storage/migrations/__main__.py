"""Draw the next migration from how `storage/schema/` differs from the migrations so far.

    python -m storage.migrations "what changes"

Read the file over before it is committed, and set NEWEST. With --first the history is drawn anew as one
migration: only before the first release, since it cuts existing databases off.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

from storage.database import Database
from storage.migrations import VERSION_TABLE, is_of_schema, scripts
from storage.schema import metadata


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m storage.migrations", description=__doc__)
    parser.add_argument("what", help="what changes, in a few words")
    parser.add_argument("--first", action="store_true", help="draw the whole history anew")
    arguments = parser.parse_args()
    script = scripts()
    number = 1
    with tempfile.TemporaryDirectory() as folder:
        if arguments.first:
            for revision in list(script.walk_revisions()):
                Path(revision.path).unlink()
            script = scripts()
            engine = sa.create_engine(f"sqlite:///{folder}/old.db")
        else:
            number = int(script.get_current_head() or 0) + 1
            engine = Database.open(f"{folder}/old.db").engine
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection,
                opts={
                    "version_table": VERSION_TABLE,
                    "render_as_batch": True,
                    "target_metadata": metadata,
                    "include_name": is_of_schema,
                },
            )
            upgrade = produce_migrations(context, metadata).upgrade_ops
        engine.dispose()
    if upgrade is None or upgrade.is_empty():
        print("The migrations already build the schema.")
        return
    code = render_python_code(upgrade, render_as_batch=True, user_module_prefix=None)
    made = script.generate_revision(f"{number:04}", arguments.what, upgrades=code, refresh=True)
    print(made.path if made is not None and not isinstance(made, list) else made)


if __name__ == "__main__":
    main()
