"""The units and the compose file name what the product really has."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import _parser
from bot.handlers.web.upload import LARGEST_BODY
from bot.roles import ALL, ROLES
from bot.serving import FAREWELL
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SERVICES = [DEPLOY / "otklik.service", DEPLOY / "otklik@.service"]


class Unit(RawConfigParser):
    """A unit as systemd reads it, but for the keys that are said several times: the last one is seen."""

    def __init__(self, file: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#", ";"), interpolation=None)
        self.optionxform = str  # type: ignore[method-assign,assignment]
        self.read(file, encoding="utf-8")


def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("file", UNITS, ids=lambda one: one.name)
def test_a_unit_can_be_read_and_says_in_russian_what_it_is(file: Path) -> None:
    unit = Unit(file)
    assert unit["Unit"]["Description"].startswith("Отклик: ")
    assert set(unit.sections()) <= {"Unit", "Service", "Timer", "Install"}


@pytest.mark.parametrize("file", SERVICES, ids=lambda one: one.name)
def test_the_service_is_shut_in_and_has_time_to_end(file: Path) -> None:
    service = Unit(file)["Service"]
    assert service["User"] == "otklik"
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert (service["StateDirectory"], service["StateDirectoryMode"], service["UMask"]) == ("otklik", "0700", "0077")
    assert (service["Restart"], service["Type"]) == ("on-failure", "notify")
    assert int(service["TimeoutStopSec"]) > 10 + FAREWELL


def test_the_commands_of_the_units_are_commands_of_the_program() -> None:
    """As systemd would call them: the program's own reading of its options is the judge."""
    command = Unit(DEPLOY / "otklik.service")["Service"]["ExecStart"].split()
    assert command[0] == "/opt/otklik/current/.venv/bin/otklik"
    assert _parser().parse_args(command[1:]).role == ALL


@pytest.mark.parametrize("name", [*sorted(ROLES), "work-1", "work-2", "web-second"])
def test_the_name_of_an_instance_says_its_role(name: str, tmp_path: Path) -> None:
    line = Unit(DEPLOY / "otklik@.service")["Service"]["ExecStart"]
    found = re.fullmatch(r"/bin/sh -c '(.+)' %i", line)
    assert found is not None
    # systemd writes a dollar and a per cent sign twice.
    script = found[1].replace("$$", "$").replace("%%", "%").replace("/opt/otklik/current/.venv/bin/otklik", "echo")
    said = subprocess.run(["/bin/sh", "-c", script.replace("exec ", ""), name], capture_output=True, text=True)
    options = _parser().parse_args(said.stdout.split())
    assert options.role == name.split("-")[0]


def test_the_backup_is_made_every_night_and_made_good() -> None:
    timer = Unit(DEPLOY / "otklik-backup.timer")["Timer"]
    assert timer["Persistent"] == "true"
    # A timer calls the service of its own name.
    line = Unit(DEPLOY / "otklik-backup.service")["Service"]["ExecStart"]
    assert line.startswith("/bin/sh /opt/otklik/current/deploy/backup.sh /var/lib/otklik/backups/")


@pytest.mark.parametrize("file", sorted(DEPLOY.iterdir()), ids=lambda one: one.name)
def test_every_setting_that_is_named_is_one(file: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = set(re.findall(rf"{PREFIX}[A-Z0-9_]+", file.read_text(encoding="utf-8")))
    assert named <= known


def test_the_compose_file_starts_the_service_with_its_database() -> None:
    services = compose()["services"]
    assert {"otklik", "db"} <= set(services)
    for one in services.values():
        # Nobody is surprised by another version, and no image comes from a place that is named here.
        name, _, tag = one["image"].partition(":")
        assert tag not in ("", "latest")
        assert "." not in name
    program = services["otklik"]
    assert program["depends_on"]["db"]["condition"] == "service_healthy"
    assert (program["read_only"], program["cap_drop"]) == (True, ["ALL"])
    assert all(port.startswith("127.0.0.1:") for port in program["ports"])
    assert int(program["stop_grace_period"].removesuffix("s")) > 10 + FAREWELL
    roles = [one["command"] for one in services.values() if "command" in one and one["image"] == program["image"]]
    assert all(_parser().parse_args(command).role in ROLES for command in roles)


def test_the_settings_of_the_compose_file_are_taken_by_the_program() -> None:
    """Its own reading of them; a password of letters stands where the person's would."""
    environment = {
        name: re.sub(r"\$\{[^}]+\}", "secret", value)
        for name, value in compose()["services"]["otklik"]["environment"].items()
        if name.startswith(PREFIX)
    }
    fields = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items()}
    settings = Settings(_env_file=None, **fields)
    assert settings.database_url == "postgresql+asyncpg://otklik:secret@db/otklik"
    mounted = [one.split(":")[1] for one in compose()["services"]["otklik"]["volumes"]]
    for path in (settings.district, settings.media_dir, settings.model_dir):
        assert any(str(path).startswith(one) for one in mounted)


def test_the_image_has_what_the_program_needs_and_no_more() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    images = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(re.fullmatch(r"python:3\.1\d\.\d+-slim-[a-z]+", one) for one in images)
    copied = {
        name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    }
    assert all((ROOT / name).exists() for name in copied)
    allowed = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert copied == allowed
    assert "USER otklik" in lines
    assert any(line.startswith("HEALTHCHECK ") and "/readyz" in line for line in lines)


def test_the_proxies_take_as_much_as_the_service() -> None:
    """nginx exactly: of more it would hear no answer but a broken line; Caddy passes our own refusal on."""
    mebibyte = 1024 * 1024
    nginx = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    caddy = re.search(r"max_size (\d+)MiB", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))
    assert nginx
    assert caddy
    assert int(nginx[1]) * mebibyte == LARGEST_BODY < int(caddy[1]) * mebibyte


@pytest.mark.parametrize(
    ("program", "options"),
    [
        ("nginx", ("-t", "-q", "-p", ".", "-e", "stderr", "-c", "whole.conf")),
        ("caddy", ("validate", "--adapter", "caddyfile", "--config", "Caddyfile")),
    ],
)
def test_the_proxy_itself_finds_no_fault(program: str, options: tuple[str, ...], tmp_path: Path) -> None:
    command, key = shutil.which(program), shutil.which("openssl")
    if command is None or key is None:
        pytest.skip(f"{program} or openssl is not installed here")
    shutil.copy(DEPLOY / "Caddyfile", tmp_path)
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    # The certificate is made here; the ports of a real site are somebody else's, and only root's.
    site = re.sub(r"(ssl_certificate(?:_key)?)\s+\S+/", rf"\1 {tmp_path}/", site)
    site = re.sub(r"listen (\[::\]:)?(80|443)\b", r"listen unix:\2.sock", re.sub(r" *listen \[::\].*\n", "", site))
    # Even a trial makes its folders and gives them to its user: a real one's must not be touched.
    folders = "".join(f"{one}_temp_path temp;" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    logs = "pid nginx.pid; error_log stderr; events {}"
    (tmp_path / "whole.conf").write_text(f"{logs} http {{ access_log off; {folders}\n{site}\n}}", encoding="utf-8")
    names = ("-keyout", "privkey.pem", "-out", "fullchain.pem", "-subj", "/CN=otklik.example.ru")
    made = [key, "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", *names]
    subprocess.run(made, cwd=tmp_path, capture_output=True, check=True)
    home = {"HOME": str(tmp_path)}
    done = subprocess.run([command, *options], cwd=tmp_path, capture_output=True, text=True, env=home)
    assert done.returncode == 0, done.stderr


def test_systemd_itself_finds_no_fault(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here")
    # The program stands elsewhere here; every other word is read as it will be.
    for file in UNITS:
        text = re.sub(r"/opt/otklik/\S+/otklik", "/bin/true", file.read_text(encoding="utf-8"))
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    names = [file.name.replace("@.", "@work-1.") for file in UNITS]
    (tmp_path / "otklik@work-1.service").symlink_to("otklik@.service")
    done = subprocess.run(["systemd-analyze", "verify", *names], cwd=tmp_path, capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if "otklik" in line]
    assert ours == []
