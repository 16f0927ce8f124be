"""What several requests at once must not break: over several worker processes, on warm connections."""

import http.client
import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from threading import Event

import pytest
import requests

from tests.journeys.server import Server, database

PATH = "/api/v4/currentUser/"
ADD = "/settings/portal-settings/permanent-tokens/add/"
CONNECTIONS, REQUESTS, TIMES = 16, 64, 20


class Caller:
    """One warm connection that uses a token."""

    def __init__(self, server, secret):
        self.connection = http.client.HTTPSConnection(
            "localhost", server.port, context=server.trust(), timeout=30
        )
        self.headers = {"Authorization": f"Bearer {secret}"}

    def call(self, method="GET", path=PATH):
        self.connection.request(method, path, headers=self.headers)
        response = self.connection.getresponse()
        response.read()
        return response.status

    def close(self):
        self.connection.close()


@pytest.fixture(scope="module")
def threads():
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        yield pool


@pytest.fixture
def callers(server):
    """Makes warm connections for a token."""
    with ExitStack() as stack:

        def make(secret, number=CONNECTIONS):
            made = [stack.enter_context(closing(Caller(server, secret))) for _ in range(number)]
            assert {caller.call() for caller in made} == {200}
            return made

        yield make


def calls(threads, callers, number):
    """The statuses of `number` calls, spread over the connections, all at once."""

    def share(caller):
        return [caller.call() for _ in range(number // len(callers))]

    return [status for statuses in threads.map(share, callers) for status in statuses]


def under_load(threads, callers, act):
    """The statuses that each of the callers got, one after the other, before, while and after `act` ran."""
    done = Event()

    def go_on(caller):
        statuses = [caller.call()]
        while not done.is_set():
            statuses.append(caller.call())
        return [*statuses, caller.call()]

    running = [threads.submit(go_on, caller) for caller in callers]
    try:
        act()
    finally:
        done.set()
    return [future.result() for future in running]


def flip(server, action):
    server.manage("feature", action, "permanent-tokens", "--reason", "Test")


@pytest.fixture
def browser_form(server):
    """Sends a form of the admin's, as a browser with cookies and scripts switched off would."""
    session = requests.Session()
    session.verify, session.headers["Referer"] = str(server.ca), server.url
    session.trust_env = False  # this machine may name other authorities

    def token_on(path):
        page = session.get(server.url + path).text
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    def send(path, fields, token):
        return session.post(server.url + path, {**fields, "csrfmiddlewaretoken": token})

    send("/sign-in/", {"username": "admin", "password": server.admin_password}, token_on("/sign-in/"))
    with closing(session):
        yield partial(send, token=token_on("/password/"))


@pytest.fixture(scope="module")
def secrets(server):
    """As many tokens as deletions, made by one process."""
    code = (
        "from accounts.models import User; from accounts.scopes import Scope; from tokens.creation import create;"
        "from portal.audit.operator import Operator; from portal.audit.record import COMMAND;"
        "user = User.objects.select_related('profile').get(username='admin');"
        f"print(*[create(by=Operator('Tests'), for_user=user, integration='Load', description='Load',"
        f" scopes=[Scope.CURRENT_USER_READ], door=COMMAND)[1].text for _ in range({TIMES})])"
    )
    return server.manage("shell", "-v0", "-c", code).split()


def test_no_request_right_after_a_deletion_is_accepted_20_times_in_a_row(server, threads, callers, secrets):
    for secret in secrets:
        warm = callers(secret)
        assert warm[0].call("DELETE", "/api/v4/currentToken/") == 204
        assert set(calls(threads, warm, REQUESTS)) == {401}


def test_a_deletion_under_load_refuses_everything_that_starts_after_it(server, threads, callers):
    secret = server.create_token("current.user:read", description="Under load")
    warm = callers(secret, CONNECTIONS + 1)
    running = threads.submit(calls, ThreadPoolExecutor(4), warm[:4], 400)
    assert warm[-1].call("DELETE", "/api/v4/currentToken/") == 204
    assert set(calls(threads, warm[4:8], REQUESTS)) == {401}
    statuses = running.result()
    assert set(statuses) <= {200, 401}


def test_two_deletions_at_once_leave_one_tombstone(server, threads, callers):
    secret = server.create_token("current.user:read", description="Twice")
    warm = callers(secret, 8)
    statuses = list(threads.map(lambda caller: caller.call("DELETE", "/api/v4/currentToken/"), warm))
    assert set(statuses) <= {204, 401}
    entries = server.manage(
        "shell", "-v0", "-c",
        "from portal.audit.models import AuditEntry;"
        "print(AuditEntry.objects.filter(action='token.deleted', target_name='Twice').count())",
    )  # fmt: skip
    assert entries.strip() == "1"


def test_the_kill_switch_refuses_every_token_until_it_is_off_again(server, threads, callers):
    warm = callers(server.create_token("current.user:read", description="Kill switch"))
    try:
        before = under_load(threads, warm[:2], lambda: flip(server, "disable"))
        assert set(calls(threads, warm[4:], REQUESTS)) == {401}
    finally:
        after = under_load(threads, warm[:2], lambda: flip(server, "enable"))
    assert set(calls(threads, warm[4:], REQUESTS)) == {200}
    assert [sorted(set(statuses)) for statuses in before] == [[200, 401]] * 2
    assert all(statuses == sorted(statuses) for statuses in before)
    assert all(statuses == sorted(statuses, reverse=True) for statuses in after)


def test_administrators_who_deactivate_each_other_at_once_leave_one(server, threads):
    names = ("admin", "luca.ferri")
    scopes = ("admin.user:read", "admin.user:write")
    with ExitStack() as stack:
        ada, luca = (
            stack.enter_context(closing(Caller(server, server.create_token(*scopes, user=name))))
            for name in names
        )
        for _ in range(TIMES):
            first = threads.submit(ada.call, "DELETE", "/api/v4/users/luca.ferri/")
            second = threads.submit(luca.call, "DELETE", "/api/v4/users/admin/")
            statuses = first.result(), second.result()
            assert statuses in {(204, 400), (204, 401), (400, 204), (401, 204)}
            survivor, other = (ada, names[1]) if statuses[0] == 204 else (luca, names[0])
            assert survivor.call("POST", f"/api/v4/users/{other}/?active=1") == 202


def test_a_form_that_is_posted_several_times_at_once_makes_one_token(server, threads, browser_form):
    users = json.loads(server.manage("users", "list", "--json"))
    chosen = next(user["id"] for user in users if user["username"] == "admin")
    for number in range(5):
        form = {
            "description": f"At once {number}", "integration": "other", "other_integration": "Tests",
            "user": chosen, "scopes": "asset:read", "submission": str(uuid.uuid4()),
        }  # fmt: skip
        answers = [threads.submit(browser_form, ADD, form) for _ in range(8)]
        assert sorted(answer.result().status_code for answer in answers) == [201, *[409] * 7]
    made = [token["description"] for token in server.tokens()]
    assert [made.count(f"At once {number}") for number in range(5)] == [1] * 5


def test_an_upload_that_is_approved_several_times_at_once_is_approved_once(server, threads, browser_form):
    waiting = "from assets.models import Media; media = Media.objects.filter(awaits_approval=True).first();"
    found = server.manage("shell", "-v0", "-c", f"{waiting} print(media.api_id, media.history.count())")
    asset, before = found.split()
    answers = [threads.submit(browser_form, f"/assets/{asset}/approve/", {}) for _ in range(CONNECTIONS)]
    assert {answer.result().status_code for answer in answers} == {200}
    after = f"from assets.models import Media; print(Media.objects.with_id('{asset}').get().history.count())"
    assert int(server.manage("shell", "-v0", "-c", after)) == int(before) + 1


def test_counts_of_use_survive_a_stop_of_the_server(tmp_path, demo):
    with database(tmp_path, demo) as url:
        server = Server(tmp_path, url)
        server.environment["USAGE_FLUSH_SECONDS"] = "3600"
        with server.running():
            secret = server.create_token("current.user:read")
            assert {server.status(PATH, secret) for _ in range(5)} == {200}
        counted = server.manage(
            "shell", "-v0", "-c",
            "from tokens.models import TokenUsage;"
            "print(TokenUsage.objects.get(token__description='Journey').count)",
        )  # fmt: skip
    assert counted.strip() == "5"
