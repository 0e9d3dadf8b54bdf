"""One POST to an address that the settings name, with every failure as a value."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from alerts import retry
from alerts.channels.deadline import connect, trusting, within
from alerts.channels.hush import hushed
from alerts.message import Failed
from models.nouns import Problem
from settings.limits_alerts import RESPONSE_BYTES, SEND_DEADLINE_S, SEND_TIMEOUT_S


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    name: str,
    timeout_s: float = SEND_TIMEOUT_S,
    deadline_s: float = SEND_DEADLINE_S,
    quote: bool | Collection[str] = True,
    secret: str = "",
    taken: bytes | None = None,
) -> Failed | None:
    """None: it was taken (2xx). Redirects are not followed. `timeout_s` for each exchange, `deadline_s` for all.

    `name` is how errors call the other side: never by its address, which may be a secret. `quote`: whether
    what it says is repeated, or which answers alone are, when others may hold that; `secret` is blotted out of them.
    `taken`: what it says when it takes something, where that is known; a login page of a network answers 200, too.
    """
    if _place(url) is None:
        return Failed(_no_address(name))
    tls = trusting() if url.lower().startswith("https:") else None
    pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=timeout_s), ssl_context=tls)
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
    said = b""
    try:
        with within(deadline_s), hushed():
            answer = pool.request(
                "POST",
                url,
                body=body,
                headers=dict(headers),
                redirect=False,
                retries=False,
                preload_content=False,
            )
            try:
                with suppress(urllib3.exceptions.HTTPError, OSError):  # the status says it all, also without words
                    said = answer.read(RESPONSE_BYTES)
            finally:
                answer.close()
    except urllib3.exceptions.NewConnectionError as error:
        return Failed(Problem("connection", f"{name} cannot be reached{_reason(error.__cause__)}"))
    except urllib3.exceptions.ConnectTimeoutError:
        return Failed(Problem("timeout", f"{name} did not answer in time"))
    except urllib3.exceptions.ReadTimeoutError:
        return Failed(Problem("timeout", f"{name} did not answer in time"), maybe_sent=True)
    except urllib3.exceptions.SSLError:
        return Failed(Problem("tls", f"no trusted TLS with {name}"))
    except ValueError:  # a host that no name server could be asked for
        return Failed(_no_address(name))
    except (urllib3.exceptions.HTTPError, OSError) as error:
        if isinstance(error.__context__, TimeoutError):
            return Failed(Problem("timeout", f"{name} did not take it in time"), maybe_sent=True)
        return Failed(Problem("connection", f"the connection to {name} broke"), maybe_sent=True)
    finally:
        pool.clear()
    if 200 <= answer.status < 300:
        if taken is None or said.strip() == taken:
            return None
        text = f"{name} answered {answer.status}, but not '{taken.decode()}', as it does when it takes a message"
        return Failed(Problem("answer", text), maybe_sent=True)
    words = said.decode("utf-8", "replace")
    if not isinstance(quote, bool):
        quote = words.strip() in quote
    failed = retry.http(
        answer.status,
        _blotted(words, secret) if quote else "",
        answer.headers.get("Retry-After"),
        datetime.now(UTC),
    )
    return Failed(
        Problem(failed.problem.code, f"{name} {failed.problem.text}", failed.problem.retry),
        failed.retry_after,
    )


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        """As urllib3's own, with a socket that keeps the deadline."""
        try:
            return connect(self._dns_host, self.port or self.default_port, self.timeout)
        except socket.gaierror as error:
            raise urllib3.exceptions.NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise urllib3.exceptions.ConnectTimeoutError(self, "no answer in time") from error
        except OSError as error:
            raise urllib3.exceptions.NewConnectionError(self, "no connection") from error


class _TlsConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


def reach(url: str, name: str, timeout_s: float = SEND_TIMEOUT_S) -> Problem | None:
    """Whether somebody answers there, by TCP and, for https, a trusted TLS. Nothing is asked."""
    if (place := _place(url)) is None:
        return _no_address(name)
    try:
        with socket.create_connection(place, timeout_s) as plain:
            if url.lower().startswith("https:"):
                with ssl.create_default_context().wrap_socket(plain, server_hostname=place[0]):
                    pass
    except ssl.SSLError:
        return Problem("tls", f"no trusted TLS with {name}")
    except TimeoutError:
        return Problem("timeout", f"{name} did not answer in time")
    except UnicodeError:
        return _no_address(name)
    except OSError as error:
        return Problem("connection", f"{name} cannot be reached{_reason(error)}")
    return None


def _place(url: str) -> tuple[str, int] | None:
    """Host and port of an http(s) address; without a scheme it is none, though urllib3 would take it for http."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.hostname and parts.scheme in ("http", "https"):
            return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    return None


def _no_address(name: str) -> Problem:
    return Problem("address", f"the address of {name} is not one", retry=False)


def at(url: str) -> str:
    """Host and port of an address: what of it is no secret."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""


def _reason(error: BaseException | None) -> str:
    """': Connection refused', in the system's words."""
    if isinstance(error, socket.gaierror):
        return ": the name of the host is not known"
    return f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""


def _blotted(text: str, secret: str) -> str:
    return text.replace(secret, "[secret]") if secret else text
