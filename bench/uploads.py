"""What uploads cost: a file of 1 GB beside `cp`, the memory that it takes, and many files at once.

The official SDK sends chunks of 5 MB over HTTPS to `manage.py serve` on this machine. Whatever is
uploaded is downloaded again and compared.

    python -m bench.uploads [--megabytes N] [--files N] [--database sqlite|postgresql]
"""

import argparse
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests
from bynder_sdk import BynderClient

from bench.databases import KINDS, empty_portal

CLIENTS = 8
MB = 1_000_000
PORT = 18443
WAIT = 60  # seconds for the server to start


def run(kind, megabytes, files):
    """Measure on a database of `kind`."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "portal.settings", "LOG_LEVEL": "ERROR", "PORT": str(PORT),
        "RATE_LIMIT_REQUESTS": "1000000",
    }  # fmt: skip
    with (
        empty_portal(kind, **settings) as (environment, _),
        serving(environment) as processes,
        tempfile.TemporaryDirectory() as folder,
    ):
        secret = token(environment)
        os.environ["REQUESTS_CA_BUNDLE"] = f"{environment['VAR_DIR']}/ca.pem"
        print(f"\n{kind}", flush=True)
        large_file(Path(folder), megabytes, secret, processes)
        many_files(Path(folder), files, secret)


@contextmanager
def serving(environment):
    """The server that `manage.py serve` starts, and a function that lists its processes."""
    command = [sys.executable, "manage.py", "serve", "--no-demo"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    root = psutil.Process(process.pid)
    authority = Path(environment["VAR_DIR"], "ca.pem")
    try:
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            try:
                requests.get(f"https://localhost:{PORT}/", verify=authority, timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        else:
            sys.exit("The server didn't start.")
        yield lambda: [root, *root.children(recursive=True)]
    finally:
        process.terminate()
        process.wait(30)


def token(environment):
    """The text of a token of a new administrator."""

    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, env=environment, check=True, stdout=subprocess.PIPE, text=True, input=""
        ).stdout

    manage("feature", "enable", "permanent-tokens", "--by", "Bench", "--reason", "bench")
    manage(
        "users", "create", "--email", "bench@acme.example", "--first-name", "B", "--last-name", "B",
        "--profile", "Administrator",
    )  # fmt: skip
    scopes = ("--scope", "asset:read", "--scope", "asset:write")
    named = ("--description", "Bench", "--other", "Bench", "--user", "bench@acme.example")
    return manage("tokens", "create", *named, *scopes).strip()


def client(secret):
    """The SDK's asset bank."""
    return BynderClient(domain=f"localhost:{PORT}", permanent_token=secret).asset_bank_client


def large_file(folder, megabytes, secret, processes):
    """One large file: seconds beside those of `cp`, and the most memory that a process ever had."""
    original = write(folder / "large.bin", megabytes * MB)
    bank = client(secret)
    started = time.perf_counter()
    subprocess.run(["cp", original, folder / "copy.bin"], check=True)
    copied = time.perf_counter() - started
    before = cpu(processes)
    started = time.perf_counter()
    saved = bank.upload_file(str(original), bank.brands()[0]["id"])
    sent = time.perf_counter() - started
    spent = cpu(processes) - before
    peak = max(map(most_memory, processes()))
    print(
        f"  {megabytes:,} MB: {sent:.1f} s, {megabytes / sent:.0f} MB/s, {sent / copied:.1f} × cp; "
        f"{spent:.1f} s of the server's CPU; no process ever had more than {peak:.0f} MB"
    )
    assert checksum(fetched(bank, saved["mediaid"])) == checksum(pieces(original)), "The file has changed."


def many_files(folder, number, secret):
    """Many files by several clients at once: how many arrived as they were."""
    chance = random.Random(1)
    paths = [write(folder / f"{n}.bin", chance.randint(1_000, 12 * MB)) for n in range(number)]

    def send(share):
        bank = client(secret)
        brand = bank.brands()[0]["id"]
        return {path: bank.upload_file(str(path), brand)["mediaid"] for path in share}

    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        results = list(pool.map(send, [paths[n::CLIENTS] for n in range(CLIENTS)]))
    seconds = time.perf_counter() - started
    bank = client(secret)
    saved = {path: asset for result in results for path, asset in result.items()}
    equal = sum(checksum(fetched(bank, asset)) == checksum(pieces(path)) for path, asset in saved.items())
    megabytes = sum(path.stat().st_size for path in paths) / MB
    print(
        f"  {number} files of {megabytes:,.0f} MB by {CLIENTS} clients at once: {seconds:.1f} s, "
        f"{megabytes / seconds:.0f} MB/s; {equal} arrived as they were"
    )


def write(path, size):
    """A file of random bytes."""
    with path.open("wb") as file:
        for start in range(0, size, MB):
            file.write(os.urandom(min(MB, size - start)))
    return path


def pieces(path):
    """A file's bytes, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(MB):
            yield piece


def fetched(bank, asset):
    """An asset's bytes, piece by piece."""
    location = bank.media_download_url(asset)["s3_file"]
    with requests.get(location, stream=True, timeout=60) as response:
        response.raise_for_status()
        yield from response.iter_content(MB)


def checksum(content):
    """SHA-256 of the pieces."""
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
    return digest.hexdigest()


def most_memory(process):
    """Megabytes of resident memory that the process had at most (Linux)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1000


def cpu(processes):
    """Seconds of CPU that the processes have used."""
    times = [process.cpu_times() for process in processes()]
    return sum(time.user + time.system for time in times)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--database", choices=KINDS, action="append")
    arguments = parser.parse_args()
    for kind in arguments.database or KINDS:
        run(kind, arguments.megabytes, arguments.files)


if __name__ == "__main__":
    main()
