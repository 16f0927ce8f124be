"""A wrong setting stops the start and says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Run `make .env`"),
        ({"TOKEN_PEPPERS": ""}, "TOKEN_PEPPERS is not set."),
        ({"TOKEN_PEPPERS": "1:short"}, "each secret at least 32 characters long"),
        ({"DEBUG": "maybe"}, "DEBUG='maybe' is neither true nor false."),
        ({"RATE_LIMIT_REQUESTS": "0"}, "RATE_LIMIT_REQUESTS='0' is not a whole number of at least 1."),
        ({"RATE_LIMIT_SECONDS": "soon"}, "RATE_LIMIT_SECONDS='soon' is not a whole number"),
        ({"STORAGE_URL": "s3://bucket"}, "STORAGE_URL must look like s3://KEY:SECRET@bucket"),
        ({"STORAGE_URL": "ftp://a:b@bucket"}, "STORAGE_URL must look like s3://KEY:SECRET@bucket"),
        ({"STORAGE_URL": "s3://a:b@bucket?endpont=x"}, "STORAGE_URL must look like s3://KEY:SECRET@bucket"),
        (
            {"UPLOAD_CHUNK_BYTES": "1000"},
            "UPLOAD_CHUNK_BYTES='1000' is not a whole number of at least 5242880",
        ),
        ({"STORAGE_URL": "s3://a:b@bucket?endpoint=storage:9000"}, "STORAGE_URL must look like s3://KEY:SEC"),
        ({"ALLOWED_HOSTS": "https://portal.example.com"}, "ALLOWED_HOSTS has 'https://portal.example.com'."),
        ({"ALLOWED_HOSTS": "localhost,portal.example.com:8443"}, "without https:// and port."),
        ({"DATABASE_URL": "mysql://a:b@host/portal"}, "DATABASE_URL must look like postgres://"),
        ({"DATABASE_URL": "portal.sqlite3"}, "DATABASE_URL must look like postgres://"),
        ({"REDIS_URL": "cache:6379"}, "REDIS_URL must look like redis://"),
        ({"EMAIL_URL": "mail.example.com"}, "EMAIL_URL must look like smtp+tls://"),
        ({"LOG_LEVEL": "verbose"}, "LOG_LEVEL='VERBOSE' is none of DEBUG, INFO,"),
        ({"TRUSTED_PROXY_COUNT": "-1"}, "TRUSTED_PROXY_COUNT='-1' is not a whole number of at least 0."),
    ],
)
def test_a_wrong_value_is_refused_with_the_remedy(setting, message):
    result = subprocess.run(
        [sys.executable, "-c", "import portal.settings"],
        env={**os.environ, **setting}, capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert result.returncode != 0
    assert message in result.stderr


def setting(expression, cwd, **environment):
    """What the settings say, for a command that is run in the folder."""
    result = subprocess.run(
        [sys.executable, "-c", f"from portal import settings; print({expression})"], cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, check=True,
        text=True,
    )  # fmt: skip
    return result.stdout.strip()


def test_a_relative_folder_is_the_same_one_wherever_a_command_is_run(tmp_path):
    assert setting("settings.VAR_DIR", tmp_path, VAR_DIR="elsewhere") == str(ROOT / "elsewhere")


def test_an_empty_folder_is_the_usual_one(tmp_path):
    assert setting("settings.VAR_DIR", tmp_path, VAR_DIR="") == str(ROOT / "var")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///var/portal.db", str(ROOT / "var/portal.db")),
        ("sqlite:////data/portal.db", "/data/portal.db"),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_a_relative_database_is_the_same_one_wherever_a_command_is_run(tmp_path, url, file):
    assert setting('settings.DATABASES["default"]["NAME"]', tmp_path, DATABASE_URL=url) == file
