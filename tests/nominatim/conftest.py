"""A real Nominatim on loopback, with the places of ``samur.osm``: PostgreSQL, import, and its HTTP server."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ENVIRONMENT = Path(os.environ.get("CORRIDORS_NOMINATIM", HERE.parent.parent / ".venv" / "nominatim"))
SETTINGS = """listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
"""


@pytest.fixture(scope="session")
def nominatim_url():
    """Return the address of a Nominatim; the folder it lives in is gone afterwards."""
    if not (ENVIRONMENT / "bin" / "nominatim").exists():
        pytest.skip("needs a real Nominatim: run `make test-nominatim`, which installs one")
    # PostgreSQL's socket has a path of 100 characters at most, and its user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="nominatim-"))
    folder.chmod(0o755)
    try:
        yield from _served(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _served(folder):
    database = folder / "db"
    database.mkdir()
    as_user = _as_postgres(database)
    _run([*as_user, _tool("initdb"), "-D", database / "data", "-A", "trust", "-U", "postgres", "--no-sync",
          "-E", "UTF8", "--locale=C.UTF-8"])  # fmt: skip
    with (database / "data" / "postgresql.conf").open("a") as file:
        file.write(f"{SETTINGS}unix_socket_directories = '{database}'\n")
    control = [*as_user, _tool("pg_ctl"), "-D", database / "data", "-w"]
    _run([*control, "-l", database / "log", "start"])
    try:
        yield from _imported_and_served(folder, database)
    finally:
        _run([*control, "-m", "immediate", "stop"])


def _imported_and_served(folder, database):
    project = folder / "project"
    project.mkdir()
    environment = os.environ | {
        "NOMINATIM_DATABASE_DSN": f"pgsql:host={database};user=postgres;dbname=nominatim",
        "NOMINATIM_DATABASE_WEBUSER": "postgres",
        "PATH": f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    nominatim = [ENVIRONMENT / "bin" / "nominatim"]
    place = ["--project-dir", project]
    _run(
        [*nominatim, "import", "--osm-file", HERE / "samur.osm", *place, "--offline", "--no-updates",
         "-j", "2", "--osm2pgsql-cache", "50"],
        env=environment,
    )  # fmt: skip
    port = _free_port()
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [*nominatim, "serve", *place, "--server", f"127.0.0.1:{port}"],
            env=environment, stdout=log, stderr=log, cwd=project,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/status", server, folder / "serve.log")
            yield url
        finally:
            server.terminate()
            server.wait(30)


def _as_postgres(folder):
    """Return what runs a command as another user: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _tool(name):
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return found[-1] if found else name


def _run(command, **options):
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        timeout=540,
        cwd="/",
        **options,
    )
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout}\n{done.stderr}"


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_for(url, server, log):
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())
