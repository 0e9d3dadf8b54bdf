"""What newsdelta.yaml may hold. A key is here only if the program acts on it.

Everything is frozen. Relative paths and secrets' files start from the folder that the YAML lies in.
`settings.load.load` reads and checks a file; build these types directly in tests.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from settings.limits import SOURCES_MOST
from settings.limits_storage import BACKUPS_KEPT, TEXT_DAYS, VECTOR_DAYS
from settings.secrets import Secret
from settings.values import (
    Address,
    Cron,
    DatabaseAddress,
    EventKindName,
    Every,
    FolderPath,
    HostName,
    Language,
    MailAddress,
    Name,
    Place,
    QuietTime,
    SchedulerAddress,
    SourceName,
    When,
    Zone,
)

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"


def is_loopback(host: str) -> bool:
    """Whether that is this machine, by name or address."""
    return host in ("localhost", "::1") or host.startswith("127.")


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _nothing_means_left_out(cls, data: object) -> object:
        """`feeds:` with every line below it commented out is as good as no `feeds` at all."""
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None}


class FeedSetting(_Part):
    """An address to poll. In the YAML the address alone will do."""

    url: Address
    """Of an RSS, Atom, RDF or JSON feed or a news sitemap. docs/sources.md says how often it is asked."""
    name: Name = ""
    """Left out: the address's host."""
    publisher: Name | None = None
    """Owner of the outlet; outlets of one publisher count as one witness. Left out: worked out."""
    watched: bool = False
    """Whether this is a plain page that is watched for changes, as often as a feed is asked; it needs a name of its
    own."""
    every: Every | None = None
    """How often it is asked, like '15 min', '6 hours' or '1 day', from 5 min to 7 days; what its publisher asks for
    (docs/sources.md) lengthens that. Left out: as often as it changes, at most once an hour."""

    @model_validator(mode="before")
    @classmethod
    def _address_alone(cls, data: object) -> object:
        return {"url": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _named(self) -> FeedSetting:
        if self.watched and not self.name:
            raise ValueError("nameless-page")
        if not self.name:
            object.__setattr__(self, "name", (urlsplit(self.url).hostname or self.url).removeprefix("www."))
        return self


class WatchSetting(_Part):
    """What somebody wants to be told."""

    name: Name
    """What it is called in lists and alerts. `newsdelta rename-watch` gives it another; a new name written here by
    hand makes a new watch."""
    about: str | None = None
    """A sentence, compared by meaning with stories and with what is new in them."""
    words: str | None = None
    """A query: AND, OR, NOT, "phrases", prefix*; docs/alerts.md has its form."""
    sources: tuple[SourceName, ...] = Field(default=(), max_length=SOURCES_MOST)
    """Names of feeds, sites (example.org) or publishers. Left out: all."""
    languages: tuple[Language, ...] = ()
    """ISO 639-1. Left out: all."""
    kinds: tuple[EventKindName, ...] = ("first", "development", "wake", "correction")
    """What is told: first (a new story), development, wake (a story that slept for weeks), correction, burst
    (far more publishers than usual), confirmed (a second independent publisher)."""
    channels: tuple[Name, ...] = ()
    """Left out or empty: every channel that is defined."""
    min_publishers: int = Field(default=1, ge=1, le=100)
    """Independent publishers that must carry a development before it is told."""
    min_novelty: float = Field(default=0.0, ge=0.0, le=1.0)
    """0 to 1: how sure it must be that a development is new; from 0.7 on few rewrites are told, some news is not."""
    min_importance: float = Field(default=0.0, ge=0.0)
    """0 up: how much a development must matter."""
    max_age_days: int | None = Field(default=None, ge=1, le=36500)
    """Days that an article may be old when newsdelta first reads it; an older one, as in the archive of a feed just
    added, is learned from and not told. Left out: any age."""
    budget: int | None = Field(default=None, ge=1, le=1000)
    """Alerts a day at most; the rest waits for the digest. Left out: no limit."""
    quiet_hours: QuietTime | None = None
    """'22:00-07:00' in the watch's time zone: nothing is delivered then; it comes folded afterwards."""
    wake_above: float | None = Field(default=None, ge=0.0)
    """Importance from which quiet hours do not hold."""
    digest: When | None = None
    """'daily 07:00', 'weekly mon 07:00' or a cron line, in the watch's time zone."""
    digest_when_empty: bool = False
    """Whether a digest with nothing new is sent all the same."""
    audit: bool = False
    """Whether the nightly audit (what was missed, what led nowhere) is sent to the watch's channels."""
    timezone: Zone | None = None
    """Left out: the settings' own."""

    @model_validator(mode="after")
    def _watches_something(self) -> WatchSetting:
        if not (self.about or self.words or self.sources):
            raise ValueError("watch-of-nothing")
        return self


class _Channel(_Part):
    name: Name
    """By which watches name it."""


class TerminalChannel(_Channel):
    """Prints alerts where newsdelta runs; those of `newsdelta up` are in .newsdelta/logs/worker.log."""

    kind: Literal["terminal"]


class FolderChannel(_Channel):
    """Writes each alert as .eml and .html."""

    kind: Literal["folder"]
    path: FolderPath
    """A folder; it is made when it is not there."""


class SmtpChannel(_Channel):
    """Mail. The password is sent over an encrypted connection only."""

    kind: Literal["smtp"]
    host: HostName
    """The mail server."""
    port: int = Field(default=587, ge=1, le=65535)
    """587 for starttls, 465 for tls, as a rule."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    """Left out: no login."""
    password: Secret | None = None
    """env:NAME or file:PATH; goes with `user`."""
    sender: MailAddress
    """The From address, like 'newsdelta@example.org'."""
    to: tuple[MailAddress, ...] = Field(min_length=1)
    """Whom to send to: [one@example.org, two@example.org]."""
    subject: Literal["news", "story"] = "news"
    """news: what is new. story: the story's headline, the same in each answer, for mail programs such as Gmail that
    keep a conversation together by its subject."""

    @model_validator(mode="after")
    def _whole_login(self) -> SmtpChannel:
        if (self.user is None) != (self.password is None):
            raise ValueError("half-a-login")
        if self.password is not None and self.security == "none" and not is_loopback(self.host):
            raise ValueError("login-in-the-clear")
        return self


class SlackChannel(_Channel):
    """A bot's token: threads, and roots rewritten to the latest state."""

    kind: Literal["slack"]
    token: Secret
    """env:NAME or file:PATH; the bot needs chat:write."""
    channel: Name
    """Id (C0123456789) or #name."""
    api_url: Address = "https://slack.com/api/"
    """Another only for GovSlack and the like."""


class SlackWebhookChannel(_Channel):
    """An incoming webhook: no threads."""

    kind: Literal["slack-webhook"]
    url: Secret
    """env:NAME or file:PATH: the address is the secret."""


class WebhookChannel(_Channel):
    """JSON by POST, signed when there is a secret."""

    kind: Literal["webhook"]
    url: Address
    """Where to post."""
    secret: Secret | None = None
    """env:NAME or file:PATH: what the signature is made with."""


class AppriseChannel(_Channel):
    """Anything that Apprise reaches: Teams, Discord, Telegram, Matrix, SMS, desktop ..."""

    kind: Literal["apprise"]
    url: Secret
    """env:NAME or file:PATH: an Apprise address holds its secret."""


class AtomChannel(_Channel):
    """Writes one Atom feed of developments a watch into a folder."""

    kind: Literal["atom"]
    path: FolderPath
    """A folder; it is made when it is not there."""


AnyChannel = (
    TerminalChannel
    | FolderChannel
    | SmtpChannel
    | SlackChannel
    | SlackWebhookChannel
    | WebhookChannel
    | AppriseChannel
    | AtomChannel
)
ChannelSetting = Annotated[AnyChannel, Field(discriminator="kind")]
CHANNEL_KINDS: tuple[str, ...] = tuple(
    get_args(channel.model_fields["kind"].annotation)[0] for channel in get_args(AnyChannel)
)


class ModelSetting(_Part):
    """The embedding model: `path` if given, else the packaged copy, else the hub's `name`."""

    name: Name = DEFAULT_MODEL
    """Any sentence-transformers model; vectors of two models are never compared. The packaged one reads English:
    `about` asks in English for news in English, and what two languages tell of one event are two stories. A model that
    reads many has it in its name, or in that of its folder: multilingual, LaBSE, bge-m3, XLM, LASER. What else reads
    English alone stands in docs/developments.md."""
    path: FolderPath | None = None
    """A folder that holds the model."""


class NetworkSetting(_Part):
    """What may be reached."""

    allow_private: tuple[Place, ...] = ()
    """Hosts that may be reached though their address is private, like nas.lan, nas.lan:8080 or '[fd00::5]:8080'."""


class ScheduleSetting(_Part):
    """When the flows run, as cron lines in the settings' time zone."""

    monitor: Cron = "*/15 * * * *"
    """How often newsdelta looks which feeds are due; a feed is asked as often as it changes. A page is looked at
    again 1, 6 and 24 hours after it was first read, so that an edit of it is seen an hour later at the earliest."""
    digest: Cron = "*/15 * * * *"
    """How often newsdelta looks whether a watch's digest is due."""
    upkeep: Cron = "17 3 * * *"
    """Second thoughts on stories, retention, backup and audit."""


class WebSetting(_Part):
    """The pages."""

    host: HostName = "127.0.0.1"
    """Where the pages listen. Another address than this machine's needs `token` or `user_header`."""
    port: int = Field(default=8765, ge=0, le=65535)
    """0: any that is free."""
    url: Address | None = None
    """How people reach the pages; links in alerts begin with it. Left out: alerts carry no such links."""
    token: Secret | None = None
    """What a person must give to come in, when `host` is not this machine."""
    user_header: Name | None = None
    """Header in which a reverse proxy names the person."""

    @model_validator(mode="after")
    def _guarded(self) -> WebSetting:
        if not is_loopback(self.host) and self.token is None and self.user_header is None:
            raise ValueError("open-door")
        return self


class RetentionSetting(_Part):
    """What upkeep lets go of. Stories, ledgers and alerts are kept for good."""

    text_days: int = Field(default=TEXT_DAYS, ge=1)
    """Texts of pages."""
    vector_days: int = Field(default=VECTOR_DAYS, ge=1)
    """Vectors of articles, with which a decision can be made again."""
    database_gib: float | None = Field(default=None, gt=0)
    """Past this size the oldest texts and vectors go first, whatever their age. Left out: no limit."""
    backups: int = Field(default=BACKUPS_KEPT, ge=0)
    """Backups kept, one a night. 0: none are made."""


class RunnerSetting(_Part):
    """Where pages are fetched and read and texts embedded. In the YAML `runner: dask` will do."""

    kind: Literal["here", "dask"] = "here"
    """here: in the process of the pass and its children. dask: in shards, on the workers of a Dask cluster."""
    scheduler: SchedulerAddress | None = None
    """Of a cluster that runs already, like tcp://dask.example:8786. Left out: a local cluster for each pass."""
    workers: int | None = Field(default=None, ge=1, le=256)
    """Processes of a local cluster. Left out: one a core."""

    @model_validator(mode="before")
    @classmethod
    def _one_word(cls, data: object) -> object:
        if not isinstance(data, str):
            return data
        return {"kind": "dask", "scheduler": data} if "://" in data else {"kind": data}

    @model_validator(mode="after")
    def _one_cluster(self) -> RunnerSetting:
        if self.kind == "here" and (self.scheduler or self.workers):
            raise ValueError("cluster-for-nothing")
        if self.scheduler and self.workers:
            raise ValueError("two-clusters")
        return self


class Settings(_Part):
    """A whole newsdelta.yaml, checked."""

    contact: str | None = None
    """Mail or web address that publishers can turn to; it goes into the User-Agent."""
    database: DatabaseAddress = Field(default="newsdelta.db", validate_default=True)
    """A file, or postgresql://...; env:NAME or file:PATH when the address holds a password."""
    timezone: Zone = "UTC"
    """Of quiet hours, digests and schedules, like Europe/Berlin."""
    feeds: tuple[FeedSetting, ...] = ()
    """What is read; see feeds[]."""
    watches: tuple[WatchSetting, ...] = ()
    """What somebody wants to be told; see watches[]."""
    channels: tuple[ChannelSetting, ...] = ()
    """Whom to tell, and how; see channels[]."""
    schedule: ScheduleSetting = ScheduleSetting()
    """When; see schedule."""
    model: ModelSetting = ModelSetting()
    """See model."""
    network: NetworkSetting = NetworkSetting()
    """See network."""
    web: WebSetting = WebSetting()
    """See web."""
    retention: RetentionSetting = RetentionSetting()
    """See retention."""
    runner: RunnerSetting = RunnerSetting()
    """See runner."""

    def database_url(self) -> str:
        """As SQLAlchemy wants it. Never print it: it may hold a password."""
        return self.database.reveal() if isinstance(self.database, Secret) else self.database

    def zone(self) -> ZoneInfo:
        """Of what is shown to people."""
        return ZoneInfo(self.timezone)

    def zone_of(self, watch: WatchSetting) -> str:
        return watch.timezone or self.timezone

    def channels_of(self, watch: WatchSetting) -> tuple[str, ...]:
        """Names of the channels that a watch is told on."""
        return watch.channels or tuple(channel.name for channel in self.channels)
