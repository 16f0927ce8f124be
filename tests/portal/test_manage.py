"""`./manage.py` runs on a bare machine: whatever Python starts it, the environment's own goes on."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARE = [f"{sys.base_prefix}/bin/python3", "-S"]  # -S: a Python that has nothing installed


def run(*command, cwd=ROOT, **environment):
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, check=False, text=True
    )


def test_a_python_without_the_portals_libraries_will_do(tmp_path):
    result = run(*BARE, f"{ROOT}/manage.py", "feature", "--help", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "List the portal's features" in result.stdout


def test_it_is_run_by_name_where_there_is_no_program_called_python(tmp_path):
    (tmp_path / "python3").symlink_to(BARE[0])
    (tmp_path / "env").symlink_to(shutil.which("env"))
    environment = {**os.environ, "PATH": str(tmp_path)}
    result = subprocess.run(["./manage.py", "check"], cwd=ROOT, env=environment, check=False)
    assert result.returncode == 0


def test_without_an_environment_it_says_how_to_make_one(tmp_path):
    shutil.copy(ROOT / "manage.py", tmp_path)
    result = run(*BARE, "manage.py", "check", cwd=tmp_path)
    assert result.returncode == 1
    assert "make serve" in result.stderr


def test_a_database_that_is_away_is_a_line_instead_of_a_traceback():
    away = "postgres://portal@127.0.0.1:1/portal"
    result = run(sys.executable, "manage.py", "feature", "list", DATABASE_URL=away)
    assert result.returncode == 1
    assert result.stderr.startswith("The database refused: connection failed:")


def test_a_database_without_tables_is_to_be_migrated(tmp_path):
    result = run(sys.executable, "manage.py", "users", "list", DATABASE_URL=f"sqlite:///{tmp_path}/new")
    assert result.returncode == 1
    assert result.stderr.startswith("The database isn't migrated. Run ./manage.py migrate. no such table:")


def test_a_database_that_hangs_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hanging = f"postgres://portal@127.0.0.1:{silent.getsockname()[1]}/portal"
        result = run(sys.executable, "manage.py", "feature", "list", DATABASE_URL=hanging)
    assert result.stderr.startswith("The database refused: connection timeout expired")


def test_a_wrong_setting_is_one_too():
    result = run(sys.executable, "manage.py", "feature", "list", DEBUG="maybe")
    assert (result.returncode, result.stderr) == (
        1,
        "Wrong setting: DEBUG='maybe' is neither true nor false.\n",
    )
