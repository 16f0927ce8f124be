"""Tell an operator what is wrong, and the remedy."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core import checks, mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from redis import RedisError

from accounts.models import User
from assets import storage
from assets.models import MediaItem
from portal import certificates
from portal.api.errors import Unavailable
from portal.audit.models import AuditEntry
from portal.audit.operator import OperatorCommand
from portal.features.models import FeatureState
from portal.features.switch import Feature, is_on
from tokens.models import PermanentToken

MOST_NAMES = 20  # that are listed of what may be many
OK, WARNING, FAILURE = "ok", "warning", "failure"
LOOKED_FOR = 20  # of the newest files, whether they are there
PUNCTUAL = timedelta(minutes=1)  # until a worker must have begun


class Finding(NamedTuple):
    """What was looked at, how it is, and what to do about it."""

    subject: str
    state: str
    text: str


class Command(OperatorCommand):
    help = "Check everything that the portal needs. Exit code 1 when something doesn't work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only how to print: nothing is changed, so nobody's name is asked for."""
        parser.add_argument("--json", action="store_true", help="machine-readable output")
        parser.set_defaults(action="examine", by="")

    def examine(self, *, json: bool, **options: Any) -> None:
        """Print every finding; fail when one is a failure."""
        found = (finding for examination in EXAMINATIONS for finding in _safely(examination))
        findings = list(dict.fromkeys(found))  # a database that is away is one thing, whoever notices
        if json:
            self.print_json([finding._asdict() for finding in findings])
        else:
            self.print_table(["state", "subject", "text"], [finding._asdict() for finding in findings])
        failures = dict.fromkeys(finding.subject for finding in findings if finding.state == FAILURE)
        if failures:
            message = f"Not working: {', '.join(failures)}."
            raise CommandError(message)


def _safely(examination: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(examination())
    except DatabaseError as error:
        return [Finding("database", FAILURE, f"It refused: {_in_a_line(error)}")]


def _in_a_line(error: object) -> str:
    return " ".join(str(error).split())


def _database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding("migrations", FAILURE, f"{len(waiting)} are not applied. Run ./manage.py migrate.")
    else:
        yield Finding("migrations", OK, f"All are applied to {connection.vendor}.")


def _writing() -> Iterator[Finding]:
    """Write a row, and take it back."""
    with transaction.atomic():
        FeatureState.objects.create(name="doctor", enabled=False)
        transaction.set_rollback(True)
    yield Finding("database", OK, "It takes changes.")


def _append_only() -> Iterator[Finding]:
    """Try what must be refused, and undo it if it isn't."""
    if not AuditEntry.objects.exists():
        return
    try:
        with transaction.atomic():
            AuditEntry.objects.filter(pk=AuditEntry.objects.latest("pk").pk).update(actor_name="x")
            transaction.set_rollback(True)
    except DatabaseError:
        yield Finding("audit log", OK, "The database refuses to change it.")
    else:
        text = "The database would change it. Restore the triggers: migrate audit 0001, then migrate audit."
        yield Finding("audit log", FAILURE, text)


def _cache() -> Iterator[Finding]:
    kind = "Redis" if settings.REDIS_URL else "each process for itself"
    try:
        cache.set("doctor", "well", timeout=5)
        works = cache.get("doctor") == "well"
    except RedisError as error:
        yield Finding("cache", FAILURE, f"{kind} doesn't answer ({error}). Check REDIS_URL.")
        return
    yield Finding("cache", OK if works else FAILURE, f"Rates are counted by: {kind}.")


def _feature() -> Iterator[Finding]:
    feature = Feature.PERMANENT_TOKENS
    if is_on(feature):
        yield Finding("feature", OK, f"{feature} is on.")
    else:
        text = f"{feature} is off, so every token is refused. ./manage.py feature enable {feature} --reason …"
        yield Finding("feature", WARNING, text)


def _administrator() -> Iterator[Finding]:
    count = User.objects.administrators().count()
    if count:
        yield Finding("administrators", OK, f"{count} can manage users and profiles.")
    else:
        text = "Nobody can manage users and profiles. ./manage.py users create --profile Administrator …"
        yield Finding("administrators", FAILURE, text)


def _sign_in_names() -> Iterator[Finding]:
    """What is refused today may have been taken before it was."""
    subject = "sign-in names"
    found = list(User.objects.called_as_others().order_by("username")[: MOST_NAMES + 1])
    others = User.objects.in_bulk([user.other for user in found])
    for user in found[:MOST_NAMES]:
        text = (
            f"{user.username} is the username of {user.full_name} and the e-mail address of "
            f"{others[user.other].audit_name}: only one of them can sign in with it. "
            "Give one of them another under Settings, Users."
        )
        yield Finding(subject, WARNING, text)
    if len(found) > MOST_NAMES:
        yield Finding(subject, WARNING, "There are more. Look again when these are changed.")
    if not found:
        yield Finding(subject, OK, "Nobody's username is another user's e-mail address.")


def _peppers() -> Iterator[Finding]:
    lost = PermanentToken.objects.exclude(pepper__in=settings.TOKEN_PEPPERS).count()
    newest = next(iter(settings.TOKEN_PEPPERS))
    waiting = PermanentToken.objects.filter(pepper__in=settings.TOKEN_PEPPERS).exclude(pepper=newest).count()
    if lost:
        text = f"{lost} tokens need a pepper that TOKEN_PEPPERS lacks, and are refused. Put it back."
        yield Finding("peppers", FAILURE, text)
    elif waiting:
        text = (
            f"{waiting} tokens still need an older pepper. Keep it until ./manage.py tokens rehash says none."
        )
        yield Finding("peppers", WARNING, text)
    else:
        yield Finding("peppers", OK, f"Every token is hashed with pepper {newest}.")


def _certificate() -> Iterator[Finding]:
    path = settings.VAR_DIR / "certificate.pem"
    if path.exists():
        days = certificates.days_left(path)
        state = OK if days > 0 else WARNING
        yield Finding("certificate", state, f"Good for {days} days; `serve` renews it in time.")


def _files() -> Iterator[Finding]:
    """Store a file, and delete it."""
    try:
        with storage.needed():
            name = storage.files().save("doctor", ContentFile(b"well"))
            storage.files().delete(name)
    except Unavailable as error:
        reason = _in_a_line(error.__cause__)
        text = f"Files can't be stored ({reason}). Check STORAGE_URL, and how much room there is."
        yield Finding("files", FAILURE, text)
        return
    names = MediaItem.objects.order_by("-pk").values_list("file", flat=True)[:LOOKED_FOR]
    if missing := sum(not storage.files().exists(name) for name in names):
        text = f"{missing} of the newest {len(names)} are missing. Restore files and database together."
        yield Finding("files", FAILURE, text)
    else:
        yield Finding("files", OK, "They can be stored and deleted, and the newest are there.")


def _work() -> Iterator[Finding]:
    """Whether somebody does what is left to the background."""
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - PUNCTUAL).count()
    if late:
        text = f"{late} pieces wait for ./manage.py db_worker, which runs with BACKGROUND_WORKERS=true."
        yield Finding("work", FAILURE, text)
    elif settings.BACKGROUND_WORKERS:
        yield Finding("work", OK, "None waits in the background.")


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        text = "Mails are printed where the server runs. Set EMAIL_URL so that they reach people."
        yield Finding("mail", WARNING, text)
        return
    try:
        with mail.get_connection():
            yield Finding("mail", OK, f"Sent by {settings.EMAIL_BACKEND}.")
    except OSError as error:  # of the network, and of the protocol
        text = f"The mail server doesn't answer as it should ({_in_a_line(error)}). Check EMAIL_URL."
        yield Finding("mail", FAILURE, text)


def _security() -> Iterator[Finding]:
    """What Django says of a deployment."""
    for message in checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True):
        if not message.is_silenced():
            yield Finding(str(message.id), WARNING, _in_a_line(message.msg))


EXAMINATIONS = (
    _database,
    _writing,
    _append_only,
    _cache,
    _feature,
    _administrator,
    _sign_in_names,
    _peppers,
    _certificate,
    _files,
    _work,
    _mail,
    _security,
)
