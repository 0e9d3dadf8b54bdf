"""One POST to an address that the settings name, with every failure as a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import urllib3

from alerts import retry
from alerts.channels.hush import hushed
from alerts.message import Failed
from models.nouns import Problem
from settings.limits_alerts import RESPONSE_BYTES, SEND_TIMEOUT_S


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    name: str,
    timeout_s: float = SEND_TIMEOUT_S,
    quote: bool = True,
    secret: str = "",
) -> tuple[bytes, Mapping[str, str]] | Failed:
    """The body and headers of a 2xx answer. Redirects are not followed.

    `name` is how errors call the other side: never by its address, which may be a secret. `quote=False` when
    its answers may repeat that; `secret` is blotted out of them.
    """
    pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=timeout_s))
    try:
        with hushed():
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
                said = answer.read(RESPONSE_BYTES)
            finally:
                answer.close()
    except urllib3.exceptions.NewConnectionError:
        return Failed(Problem("connection", f"{name} cannot be reached"))
    except urllib3.exceptions.ConnectTimeoutError:
        return Failed(Problem("timeout", f"{name} did not answer in time"))
    except urllib3.exceptions.ReadTimeoutError:
        return Failed(Problem("timeout", f"{name} did not answer in time"), maybe_sent=True)
    except urllib3.exceptions.SSLError:
        return Failed(Problem("tls", f"no trusted TLS with {name}"))
    except urllib3.exceptions.LocationParseError:
        return Failed(Problem("address", f"the address of {name} is not one", retry=False))
    except (urllib3.exceptions.HTTPError, OSError):
        return Failed(Problem("connection", f"the connection to {name} broke"), maybe_sent=True)
    except ValueError:
        return Failed(Problem("address", f"the address of {name} is not one", retry=False))
    finally:
        pool.clear()
    if 200 <= answer.status < 300:
        return said, answer.headers
    failed = retry.http(
        answer.status,
        _blotted(said.decode("utf-8", "replace"), secret) if quote else "",
        answer.headers.get("Retry-After"),
        datetime.now(UTC),
    )
    return Failed(
        Problem(failed.problem.code, f"{name} {failed.problem.text}", failed.problem.retry),
        failed.retry_after,
    )


def _blotted(text: str, secret: str) -> str:
    return text.replace(secret, "[secret]") if secret else text
