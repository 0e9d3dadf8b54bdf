"""Mail through a server: STARTTLS, TLS from the start, or neither; with a login or without."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from email.utils import parseaddr
from typing import Any

from alerts import render_mail, retry
from alerts.channels.deadline import connect, trusting, within
from alerts.message import Failed, Message, Sent
from models.errors import SettingsError
from models.nouns import Problem
from settings.limits_alerts import SEND_DEADLINE_S, SEND_TIMEOUT_S
from settings.schema import SmtpChannel


class _Utf8(str):
    """Text that is sent as UTF-8 where smtplib would have ASCII: a password may hold any letter (RFC 4616)."""

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        return super().encode("utf-8", errors)


class _Smtp(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return connect(host, port, timeout)

    def auth(
        self, mechanism: str, authobject: Callable[..., str | None], *, initial_response_ok: bool = True
    ) -> tuple[int, bytes]:
        def answer(challenge: bytes | None = None) -> Any:
            said = authobject(challenge)
            return None if said is None else _Utf8(said)

        return super().auth(mechanism, answer, initial_response_ok=initial_response_ok)


class _SmtpOverTls(smtplib.SMTP_SSL, _Smtp):
    """What it wraps in TLS is the socket above."""


class SmtpWay:
    def __init__(
        self,
        setting: SmtpChannel,
        tls: ssl.SSLContext | None = None,
        timeout_s: float = SEND_TIMEOUT_S,
        deadline_s: float = SEND_DEADLINE_S,
    ) -> None:
        """`tls`: whom to trust; left out, as the system does. `timeout_s` for each exchange, `deadline_s` for all."""
        self.name = setting.name
        self._setting = setting
        self._tls = tls
        self._timeout_s = timeout_s
        self._deadline_s = deadline_s

    def send(self, message: Message) -> Sent | Failed:
        setting = self._setting
        mail = render_mail.render(message, setting.sender, setting.to, setting.subject)
        reference = render_mail.message_id(message.key, setting.sender)
        with within(self._deadline_s):
            opened = self._open()
            if isinstance(opened, Failed):
                return opened
            done = self._transact(opened, mail.as_bytes())
            with suppress(OSError, smtplib.SMTPException):
                if not (isinstance(done, Failed) and done.maybe_sent):
                    opened.quit()
            opened.close()
        return done if isinstance(done, Failed) else Sent(reference, refused=done)

    def check(self) -> Problem | None:
        """Connects and logs in; sends nothing."""
        with within(self._deadline_s):
            opened = self._open()
            if isinstance(opened, Failed):
                return opened.problem
            with suppress(OSError, smtplib.SMTPException):
                opened.quit()
            opened.close()
        return None

    def _open(self) -> smtplib.SMTP | Failed:
        setting = self._setting
        server: smtplib.SMTP | None = None
        step = "the connection"
        try:
            context = trusting(self._tls)
            if setting.security == "tls":
                server = _SmtpOverTls(setting.host, setting.port, timeout=self._timeout_s, context=context)
            else:
                server = _Smtp(setting.host, setting.port, timeout=self._timeout_s)
            step = "EHLO"
            server.ehlo_or_helo_if_needed()
            if setting.security == "starttls":
                step = "STARTTLS"
                server.starttls(context=context)
                server.ehlo()
            if setting.user is not None and setting.password is not None:
                step = "the login"
                server.login(setting.user, _Utf8(setting.password.reveal()))
            return server
        except (smtplib.SMTPException, OSError, SettingsError, ValueError) as error:
            if server is not None:
                server.close()
            failed = _failed(error, step, setting)
            # Whatever the code says: of the message nothing was said yet. A person mends it, and the message waits.
            return Failed(replace(failed.problem, retry=True), failed.retry_after)

    def _transact(self, server: smtplib.SMTP, mail: bytes) -> Failed | tuple[str, ...]:
        """MAIL, RCPT, DATA by hand, to know what the server said, and whether it had the whole message. Who of several
        was refused for good."""
        setting = self._setting
        step = "MAIL FROM"
        handed_over = False
        try:
            code, said = server.mail(parseaddr(setting.sender)[1])
            if code != 250:
                return retry.smtp(code, said.decode("utf-8", "replace"), step)
            step = "RCPT TO"
            answers = [(each, *server.rcpt(parseaddr(each)[1])) for each in setting.to]
            wrong = [
                (each, retry.smtp(code, said.decode("utf-8", "replace"), step))
                for each, code, said in answers
                if code not in (250, 251)
            ]
            soft = [failed for _, failed in wrong if failed.problem.retry]
            if soft or len(wrong) == len(answers):
                # One for whom it is refused for now holds the message back from all: else some get it twice.
                server.rset()
                return (soft or [failed for _, failed in wrong])[0]
            step = "DATA"
            handed_over = True
            code, said = server.data(mail)
            if code != 250:
                return retry.smtp(code, said.decode("utf-8", "replace"), step)
            return tuple(f"{each}: {failed.problem.text}" for each, failed in wrong)
        except (smtplib.SMTPException, OSError) as error:
            failed = _failed(error, step, setting)
            lost = not isinstance(error, smtplib.SMTPResponseException) and handed_over
            return Failed(failed.problem, failed.retry_after, maybe_sent=lost)


def _failed(error: Exception, step: str, setting: SmtpChannel) -> Failed:
    """An exception as a value. What a server said is quoted only where no secret had been shown to it."""
    where = f"{setting.host}:{setting.port}"
    if isinstance(error.__context__, TimeoutError):
        error = error.__context__  # to smtplib a server that says nothing more has closed the connection
    match error:
        case SettingsError():
            return Failed(Problem("secret", str(error), retry=True))
        case smtplib.SMTPAuthenticationError():
            said = "user or password is wrong" if 500 <= error.smtp_code <= 599 else "not now"
            return Failed(Problem("smtp-login", f"{where} refused the login ({error.smtp_code}: {said})"))
        case smtplib.SMTPResponseException():
            raw: object = error.smtp_error  # typeshed says str, smtplib gives bytes as well
            text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
            return retry.smtp(error.smtp_code, "" if step == "the login" else text, step)
        case smtplib.SMTPServerDisconnected():
            return Failed(Problem("smtp-closed", f"{where} closed the connection at {step}"))
        case smtplib.SMTPException():
            return Failed(Problem("smtp-unsupported", f"{where} does not offer what {step} needs"))
        case ssl.SSLCertVerificationError():
            return Failed(
                Problem("certificate", f"the certificate of {where} is not trusted: {error.verify_message}")
            )
        case ssl.SSLError():
            return Failed(
                Problem("tls", f"no TLS with {where} at {step}: {error.reason or 'handshake failed'}")
            )
        case TimeoutError():
            return Failed(Problem("timeout", f"{where} did not answer in time at {step}"))
        case OSError():
            return Failed(
                Problem("connection", f"{where} at {step}: {error.strerror or type(error).__name__}")
            )
        case UnicodeError():
            return Failed(Problem("address", f"{setting.host} is not the name of a host"))
        case _:
            return Failed(Problem("smtp", f"{where} at {step}: {type(error).__name__}"))
