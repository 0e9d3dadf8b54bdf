"""newsdelta replay."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from commands.app import App, pass_app
from commands.output import clean, count, say
from commands.progress import progress


@click.command()
@click.argument("archive", metavar="IN.jsonl", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out",
    required=True,
    metavar="OUT.jsonl",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write one line an article.",
)
@click.option("--given-stories", is_flag=True, help="Take each line's 'story' as its story.")
@click.option(
    "--keep",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the database that the replay makes.",
)
@pass_app
def replay(app: App, archive: Path, out: Path, given_stories: bool, keep: Path | None) -> None:
    """Send an archive through the code that live articles go through.

    IN (also .gz) holds one JSON object a line: id, url, title, text, published (ISO 8601 or null), source and, if
    you like, story and language (ISO 639-1; left out, the text tells it). Each article is decided by what stands above
    it; one without text by its title alone, which is said. OUT has a line for each, in the same order: id, story, role,
    development, novelty, importance, new, nearest. What a changed sentence said before stands in the sentence of its
    nearest.

    \b
    Example:
      newsdelta replay archive.jsonl --out decided.jsonl
      newsdelta replay archive.jsonl --out decided.jsonl --given-stories
    """
    from models.errors import InputError
    from steps.context import open_context
    from steps.replaying.replay import replay as send
    from storage.database import Database

    if archive.exists() and out.resolve() == archive.resolve():
        raise InputError(f"--out would overwrite the archive {archive}: name another file.")
    if keep is not None and keep.resolve() == out.resolve():
        raise InputError(f"--out and --keep are both {out}: name two files.")
    if keep is not None and keep.exists():
        raise InputError(f"{keep} is there already; a replay needs a database of its own.")
    settings = app.settings_or_defaults()
    with tempfile.TemporaryDirectory(prefix="newsdelta-replay-") as folder:
        path = keep or Path(folder) / "replay.db"
        database = Database.open(str(path), durable=False)
        with open_context(settings, db=database) as context, progress() as show:
            counts = send(
                context,
                archive,
                out,
                given_stories=given_stories,
                progress=show,
                warn=lambda text: click.echo(f"newsdelta: {clean(text)}", err=True),
            )
    say(
        f"{count(counts.articles, 'article')}: {count(counts.copies, 'copy', 'copies')}, "
        f"{count(counts.stories, 'story', 'stories')}, {count(counts.developments, 'development')}. "
        f"Written to {out}."
    )
