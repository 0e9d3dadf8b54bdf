"""What lies in deploy/: checked as far as this machine has the tools, by itself otherwise."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from flows import home, serving

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = (DEPLOY / "newsdelta.service").read_text()
    program = unit.partition("ExecStart=")[2].split()[0]
    checked = tmp_path / "newsdelta.service"
    checked.write_text(unit.replace(program, shutil.which("true") or "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(checked)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_compose_names_what_there_is() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(services) == {"database", "prefect", "worker", "web", "dask", "dask-worker"}
    for name in ("dask", "dask-worker"):
        assert importlib.util.find_spec(services[name]["entrypoint"][2]), name
    assert services["worker"]["entrypoint"][1:] == home.worker_command(Path("x"))[1:-1]
    assert services["prefect"]["entrypoint"][-1] == serving.APP
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), "nothing is open to the network unasked"


def test_a_password_is_in_no_address_and_who_has_no_settings_is_not_asked_how_it_is() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for name in ("worker", "web"):
        assert "PASSWORD" not in services[name]["environment"]["NEWSDELTA_DATABASE"], "/ and @ would have to be encoded"
        assert services[name]["environment"]["PGPASSWORD"]
        assert "healthcheck" not in services[name], "the image's own"
    for name, service in services.items():
        if "NEWSDELTA_CONFIG" not in (service.get("environment") or {}):
            assert service["healthcheck"], name


def test_who_asks_prefect_gives_the_password_that_it_asks_for() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    asked = services["prefect"]["environment"]["PREFECT_SERVER_API_AUTH_STRING"]
    assert ":?" in asked, "compose refuses to start without one"
    assert services["worker"]["environment"]["PREFECT_API_AUTH_STRING"] == asked


def test_what_the_worker_notes_beside_the_settings_lasts() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    config = Path(compose["services"]["worker"]["environment"]["NEWSDELTA_CONFIG"])
    mounts = dict(each.split(":")[:2][::-1] for each in compose["services"]["worker"]["volumes"])
    assert mounts[str(config.parent / ".newsdelta")] in compose["volumes"]
    assert f"-o newsdelta {config.parent / '.newsdelta'}" in (DEPLOY / "Dockerfile").read_text(), "to write into"


def test_compose_itself_takes_the_file() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("no docker compose here")
    done = subprocess.run(
        [docker, "compose", "-f", str(DEPLOY / "compose.yaml"), "config", "--quiet"],
        env={"PATH": "/usr/bin:/bin", "DATABASE_PASSWORD": "x", "WEB_TOKEN": "x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_image_holds_no_secret_and_no_root() -> None:
    words = (DEPLOY / "Dockerfile").read_text()
    assert "USER newsdelta" in words
    assert words.index("USER newsdelta") < words.index("ENTRYPOINT")
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    assert {"newsdelta.yaml", "newsdelta.db*", ".git"} <= set(ignored)
