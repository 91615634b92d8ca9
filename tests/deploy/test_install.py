"""The install script, run for real into a folder that plays the system's root; nothing is downloaded."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.settings import PREFIX

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy" / "install.sh"
# The environment in which the tests run is a ready one.
READY = ("--venv", sys.prefix, "--python", sys.executable, "--yes")


def install(*options: str, user: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(SCRIPT), *options],
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        user=user,
    )


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def tree(root: Path) -> list[str]:
    return sorted(str(one.relative_to(root)) for one in root.rglob("*") if "releases/" not in str(one))


def test_shellcheck_finds_no_fault() -> None:
    checker = shutil.which("shellcheck") or shutil.which("shellcheck", path=str(Path(sys.prefix) / "bin"))
    if checker is None:
        pytest.skip("shellcheck is not installed here")
    scripts = [str(one) for one in sorted((ROOT / "deploy").glob("*.sh"))]
    done = subprocess.run([checker, *scripts], capture_output=True, text=True)
    assert done.stdout == ""


def test_installed_twice_it_works_and_keeps_what_the_person_wrote(tmp_path: Path) -> None:
    port = free_port()
    first = install("--root", str(tmp_path), *READY, "--port", port)
    assert (first.returncode, first.stderr) == (0, "")
    settings = tmp_path / "etc/otklik/.env"
    assert settings.stat().st_mode & 0o777 == 0o600
    assert f"OTKLIK_HTTP_PORT={port}\n" in settings.read_text(encoding="utf-8")
    done = subprocess.run(
        [tmp_path / "usr/local/bin/otklik", "check"], env=clean_environment(), capture_output=True, text=True
    )
    assert "поселений 5" in done.stdout
    assert done.stderr == ""

    mine = settings.read_text(encoding="utf-8") + "# моё\nOTKLIK_RECALL_SECONDS=30\n"
    settings.write_text(mine, encoding="utf-8")
    (tmp_path / "etc/otklik/district.toml").write_text("# мой район\n", encoding="utf-8")
    before = tree(tmp_path)
    second = install("--root", str(tmp_path), *READY)
    assert (second.returncode, second.stderr) == (0, "")
    assert "оставляю как есть" in second.stdout
    assert settings.read_text(encoding="utf-8") == mine
    assert (tmp_path / "etc/otklik/district.toml").read_text(encoding="utf-8") == "# мой район\n"
    assert set(before) <= set(tree(tmp_path))


def test_a_dry_run_says_everything_and_does_nothing(tmp_path: Path) -> None:
    done = install("--root", str(tmp_path), *READY, "--port", free_port(), "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
    for word in ("releases/", "/etc/otklik/.env", "otklik.service", "Проба"):
        assert word in done.stdout


def test_the_way_back_leads_to_the_version_before(tmp_path: Path) -> None:
    """Each version is a folder; the program's name points at one of them."""
    assert "Прежней версии здесь нет" in install("--root", str(tmp_path), "--back").stderr
    app = tmp_path / "opt/otklik"
    for name in ("20260101-old", "20260202-new"):
        (app / "releases" / name).mkdir(parents=True)
        (app / "releases" / name / ".complete").touch()
        shutil.copytree(ROOT / "deploy", app / "releases" / name / "deploy")
    (app / "current").symlink_to("releases/20260202-new")
    (app / "previous").symlink_to("releases/20260101-old")
    done = install("--root", str(tmp_path), "--back")
    assert (done.returncode, (app / "current").readlink()) == (0, Path("releases/20260101-old"))
    assert install("--root", str(tmp_path), "--back").returncode == 0
    assert (app / "current").readlink() == Path("releases/20260202-new")


def test_the_way_back_over_a_changed_database_is_told_and_not_gone(tmp_path: Path) -> None:
    """The version before would not start, and could not even bring the copy back: so nothing is touched unasked."""
    app = tmp_path / "opt/otklik"
    for name, migrations in (("20260101-old", ("0001_a.py",)), ("20260202-new", ("0001_a.py", "0002_b.py"))):
        versions = app / "releases" / name / "storage/migrations/versions"
        versions.mkdir(parents=True)
        for one in (*(versions / file for file in migrations), app / "releases" / name / ".complete"):
            one.touch()
    (app / "current").symlink_to("releases/20260202-new")
    (app / "previous").symlink_to("releases/20260101-old")
    for options, told in (((), "--back --with-base"), (("--with-base",), "Копии, которую прежняя версия прочтёт")):
        done = install("--root", str(tmp_path), "--back", *options)
        assert (done.returncode, told in done.stderr) == (1, True)
        assert (app / "current").readlink() == Path("releases/20260202-new")


def test_a_port_that_is_taken_is_named_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = install("--root", str(tmp_path), *READY, "--port", str(port))
    assert done.returncode == 1
    assert f"Порт {port} занят" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--fast",), "Не знаю, что такое «--fast»"),
        (("--port",), "После --port нужно значение"),
        (("--python", "/bin/false"), "нужен Python 3.11 или новее"),
        (("--port", "80a"), "не номер порта"),
        (("--venv", "/nowhere"), "не окружение «Отклика»"),
    ],
)
def test_what_is_wrong_is_said_in_russian(options: tuple[str, ...], told: str, tmp_path: Path) -> None:
    done = install("--root", str(tmp_path), "--yes", "--port", free_port(), *options)
    assert done.returncode == 1
    assert told in done.stderr


def test_without_an_administrators_rights_it_says_what_to_type() -> None:
    if os.getuid() != 0:
        done = install("--yes")
    elif not os.access("/", os.R_OK):
        pytest.skip("nobody else may read here")
    else:
        done = install("--yes", user=65534)
    assert done.returncode != 0
    assert "sudo sh deploy/install.sh" in done.stderr


def test_a_nights_copy_holds_everything_and_the_oldest_ones_go(tmp_path: Path) -> None:
    """What the program itself writes is told where `otklik db backup` is tested; here it only leaves a file."""
    home, copies, program = tmp_path / "etc", tmp_path / "copies", tmp_path / "otklik"
    home.mkdir()
    for name in (".env", "nash-rayon.toml", "areas.geojson"):
        (home / name).touch()
    (tmp_path / "otklik.db").touch()
    (home / "var").symlink_to(tmp_path)
    program.write_text('#!/bin/sh\n[ "$1 $2 $3" = "db backup --out" ] && touch "$4/otklik-2026-11-22.zip"\n')
    program.chmod(0o755)
    assert _parser().parse_args(["db", "backup", "--out", str(copies)]).out == copies
    copies.mkdir()
    for day in ("01", "02"):
        for name in (f"otklik-2026-01-{day}.old", f"settings-2026-01-{day}.old"):
            (copies / name).touch()
            os.utime(copies / name, (int(day), int(day)))
    environment = clean_environment() | {"OTKLIK": str(program)}
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "deploy/backup.sh"), str(copies), "2"],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    kept = sorted(one.name for one in copies.iterdir())
    assert len(kept) == 4
    assert [one for one in kept if one.endswith(".old")] == ["otklik-2026-01-02.old", "settings-2026-01-02.old"]
    settings = next(one for one in copies.iterdir() if one.name.endswith(".tar.gz") and "settings" in one.name)
    listed = subprocess.run(["tar", "-tzf", str(settings)], capture_output=True, text=True, check=True).stdout
    assert {"./.env", "./nash-rayon.toml", "./areas.geojson"} <= set(listed.split())
    assert "otklik.db" not in listed
    assert all(one.stat().st_mode & 0o077 == 0 for one in copies.iterdir() if not one.name.endswith(".old"))


def test_copies_do_not_eat_the_room_that_messages_need(tmp_path: Path) -> None:
    """More must stay free than any disk has: all but two copies go, and no new one is made."""
    for day in range(1, 6):
        copy = tmp_path / f"otklik-2026-01-0{day}.zip"
        copy.touch()
        os.utime(copy, (day, day))
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "deploy/backup.sh"), str(tmp_path), "7", "999999999"], capture_output=True, text=True
    )
    assert (done.returncode, "Для копии мало места" in done.stderr) == (1, True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["otklik-2026-01-04.zip", "otklik-2026-01-05.zip"]


def test_removing_leaves_what_people_wrote(tmp_path: Path) -> None:
    for name in ("opt/otklik/releases", "etc/otklik", "var/lib/otklik", "usr/local/bin"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("etc/otklik/.env", "var/lib/otklik/otklik.db", "usr/local/bin/otklik"):
        (tmp_path / name).touch()
    done = install("--root", str(tmp_path), "--remove")
    assert (done.returncode, "остались" in done.stdout) == (0, True)
    left = {str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file()}
    assert left == {"etc/otklik/.env", "var/lib/otklik/otklik.db"}
    assert not (tmp_path / "opt/otklik").exists()


def test_a_version_that_cannot_be_loaded_is_not_switched_to(tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "bin"
    broken.mkdir(parents=True)
    for name in ("otklik", "python"):
        (broken / name).write_text("#!/bin/sh\necho 'No module' >&2\nexit 1\n")
        (broken / name).chmod(0o755)
    root = tmp_path / "root"
    done = install("--root", str(root), "--yes", "--port", free_port(), "--venv", str(broken.parent))
    assert done.returncode == 1
    assert "Эта версия программы не запускается" in done.stderr
    assert not (root / "opt/otklik/current").exists()
    assert list((root / "opt/otklik/releases").iterdir()) == []
