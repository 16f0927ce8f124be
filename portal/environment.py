"""What variables of the environment stand for.

What stands for nothing is refused by ImproperlyConfigured, with the name of the variable and the remedy.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def required(name: str, remedy: str) -> str:
    """The variable's text; ImproperlyConfigured with the remedy when it is missing or empty."""
    value: str = env.str(name, default="")
    if not value:
        message = f"{name} is not set. {remedy}"
        raise ImproperlyConfigured(message)
    return value


def positive(name: str, default: int, minimum: int = 1) -> int:
    """The variable as a whole number of at least `minimum`."""
    text = env.str(name, default=str(default))
    if not text.isdecimal() or int(text) < minimum:
        message = f"{name}={text!r} is not a whole number of at least {minimum}."
        raise ImproperlyConfigured(message)
    return int(text)


def yes_or_no(name: str, *, default: bool) -> bool:
    """The variable as a boolean, spelled true or false."""
    text: str = env.str(name, default=str(default)).lower()
    if text not in ("true", "false"):
        message = f"{name}={text!r} is neither true nor false."
        raise ImproperlyConfigured(message)
    return text == "true"


def host_names(name: str, default: list[str]) -> list[str]:
    """The variable as names of hosts, which have neither a scheme nor a port."""
    hosts: list[str] = env.list(name, default=default)
    for host in hosts:
        if "/" in host or (":" in host and not host.startswith("[")):
            message = f"{name} has {host!r}. Name hosts as in portal.example.com, without https:// and port."
            raise ImproperlyConfigured(message)
    return hosts


def database(url: str, checkout: Path) -> dict[str, Any]:
    """`DATABASE_URL` as an entry of DATABASES. A relative file of SQLite is in the `checkout`."""
    if urlsplit(url).scheme not in ("postgres", "postgresql", "sqlite"):
        message = (
            "DATABASE_URL must look like postgres://USER:PASSWORD@host/database or sqlite:////absolute/file."
        )
        raise ImproperlyConfigured(message)
    entry: dict[str, Any] = env.db_url_config(url)
    if entry["ENGINE"].endswith("postgresql"):
        # A machine that is gone says nothing, and TCP alone would wait for it for a quarter of an hour.
        patience = {"connect_timeout": 5, "tcp_user_timeout": 10_000}  # seconds, milliseconds
        entry["OPTIONS"] = {**patience, **entry.get("OPTIONS", {})}
    elif entry["NAME"] != ":memory:":
        entry["NAME"] = str(checkout / entry["NAME"])  # the same one wherever a command is run
    return entry


def shared_cache(url: str) -> dict[str, Any]:
    """`REDIS_URL` as an entry of CACHES."""
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        message = "REDIS_URL must look like redis://:PASSWORD@host:6379/0, or be unset to do without."
        raise ImproperlyConfigured(message)
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        # Nothing depends on it, so no request waits long for one that hangs.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


def mail(url: str) -> dict[str, Any]:
    """`EMAIL_URL` as settings."""
    try:
        return dict(env.email_url_config(url))
    except ImproperlyConfigured as error:
        message = "EMAIL_URL must look like smtp+tls://USER:PASSWORD@host:587, or be unset to print mails."
        raise ImproperlyConfigured(message) from error


def log_level(name: str) -> str:
    """The variable as a level of Python's logging, in any case."""
    level: str = env.str(name, default="INFO").upper()
    levels = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
    if level not in levels:
        message = f"{name}={level!r} is none of {', '.join(levels)}."
        raise ImproperlyConfigured(message)
    return level


def pepper_ring(text: str) -> dict[int, bytes]:
    """`TOKEN_PEPPERS` as number → pepper, newest first: `2:<secret>,1:<secret>`."""
    ring: dict[int, bytes] = {}
    for entry in text.split(","):
        number, _, pepper = entry.strip().partition(":")
        if not number.isdecimal() or len(pepper) < 32 or int(number) in ring:
            message = (
                "TOKEN_PEPPERS must list number:secret pairs, newest first, separated by commas, "
                "each number once and each secret at least 32 characters long."
            )
            raise ImproperlyConfigured(message)
        ring[int(number)] = pepper.encode()
    return ring


def file_storage(url: str) -> dict[str, Any]:
    """`STORAGE_URL` as an entry of STORAGES: a folder when it is empty, else a private bucket of S3."""
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint, region = query.pop("endpoint", None), query.pop("region", None)
    is_address = endpoint is None or endpoint.startswith(("https://", "http://"))
    is_whole = parts.scheme == "s3" and parts.hostname and is_address and not query
    if not (is_whole and parts.username and parts.password):
        message = (
            "STORAGE_URL must look like s3://KEY:SECRET@bucket?endpoint=https://…&region=…, "
            "with the key and the secret percent-encoded, or be empty to keep files under VAR_DIR."
        )
        raise ImproperlyConfigured(message)
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config

    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "bucket_name": parts.netloc.rpartition("@")[2],  # as it is written, in any case
            "endpoint_url": endpoint,
            "region_name": region,
            "file_overwrite": False,
            "max_memory_size": 1024 * 1024,  # larger files are read through the disk
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if endpoint else "virtual"},
                connect_timeout=5,
                read_timeout=60,
                retries={"total_max_attempts": 2},
            ),
            # Each thread would hold a piece of the file in memory.
            "transfer_config": TransferConfig(use_threads=False),
        },
    }
