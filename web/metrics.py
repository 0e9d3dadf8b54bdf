"""Prometheus metrics: how long pages take, and how the watch stands, read from the database when asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from steps.unpolled import passed_over
from storage.looking import pages_alerts, pages_feeds
from storage.reading import feeds
from storage.running import passes, troubles
from web.site import Site

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """One registry an application: tests may make many."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "newsdelta_web_request_seconds",
            "Time until a page was answered",
            ["route", "method", "status"],
            buckets=BUCKETS,
            registry=self.registry,
        )

    def middleware(self, app: ASGIApp) -> ASGIApp:
        async def timed(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            begun, status = time.perf_counter(), "500"

            async def noted(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = str(message["status"])
                await send(message)

            try:
                await app(scope, receive, noted)
            finally:
                # the route's pattern, never the address: strangers must not be able to make new series
                route = getattr(scope.get("route"), "path", "none")
                if route != "/live":
                    method = (
                        scope["method"] if scope["method"] in ("GET", "POST", "PUT", "DELETE") else "other"
                    )
                    self._seconds.labels(route, method, status).observe(time.perf_counter() - begun)

        return timed

    def text(self, site: Site) -> bytes:
        state = CollectorRegistry()
        state.register(_State(site))
        return generate_latest(self.registry) + generate_latest(state)


class _State(Collector):
    def __init__(self, site: Site) -> None:
        self._site = site

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        before = passed_over(self._site.settings, self._site.clock())
        with self._site.db.read() as conn:
            yield _family("newsdelta_feeds", "Feeds by state", "state", feeds.states(conn, before))
            yield _family("newsdelta_newest_id", "Highest id so far", "table", pages_feeds.sizes(conn))
            yield _family("newsdelta_waiting", "Waiting for a pass", "state", pages_feeds.waiting(conn))
            yield _family("newsdelta_deliveries", "Messages by state", "state", pages_alerts.counts(conn))
            last = {}
            for kind in ("monitor", "digest", "upkeep"):
                ended = passes.last_ended(conn, kind)
                if ended is not None:
                    last[kind] = ended.timestamp()
            yield _family("newsdelta_last_pass_timestamp_seconds", "When a pass last ended", "kind", last)
            wrong = {name: began.at.timestamp() for name, began in troubles.known(conn).items()}
            yield _family("newsdelta_trouble_since_timestamp_seconds", "What is wrong now, since when", "what", wrong)


def _family(name: str, what: str, label: str, values: dict[str, Any]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
