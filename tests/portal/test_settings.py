"""A wrong setting stops the start and says what to do."""

import os
import subprocess
import sys

import pytest


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
