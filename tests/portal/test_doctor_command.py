import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assets.storage import discard, names
from portal.features.models import FeatureState
from tests.accounts.factories import UserFactory
from tests.assets.uploading import save, upload
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db


def findings():
    """State and text by subject, whether or not the command fails."""
    out = StringIO()
    try:
        call_command("doctor", "--json", stdout=out)
    except CommandError:
        pass
    return {finding["subject"]: (finding["state"], finding["text"]) for finding in json.loads(out.getvalue())}


def test_a_healthy_portal_passes(admin, feature_on):
    call_command("doctor", stdout=StringIO())


def test_a_portal_without_an_administrator_fails(feature_on):
    with pytest.raises(CommandError, match="Not working: administrators"):
        call_command("doctor", stdout=StringIO())


def test_a_feature_that_is_off_is_a_warning_with_the_remedy(admin):
    state, text = findings()["feature"]
    assert state == "warning"
    assert "feature enable permanent-tokens" in text


def test_whose_username_is_the_address_of_somebody_else_is_a_warning_with_the_remedy(admin):
    UserFactory(
        username="Lena@acme.example", email="light@acme.example", first_name="Lena", last_name="Light"
    )
    UserFactory(username="rita", email="lena@acme.example", first_name="Rita", last_name="Regular")
    state, text = findings()["sign-in names"]
    assert state == "warning"
    assert (
        "Lena@acme.example is the username of Lena Light and the e-mail address of Rita Regular (rita)"
        in text
    )
    assert "Give one of them another under Settings, Users." in text


def test_whose_username_is_their_own_address_is_none(admin):
    UserFactory(username="lena@acme.example", email="LENA@acme.example")
    assert findings()["sign-in names"][0] == "ok"


def test_of_many_such_names_the_first_are_listed(admin, monkeypatch):
    monkeypatch.setattr("portal.management.commands.doctor.MOST_NAMES", 2)
    for number in range(3):
        UserFactory(username=f"{number}@acme.example", email=f"{(number + 1) % 3}@acme.example")
    out = StringIO()
    call_command("doctor", "--json", stdout=out)
    texts = [found["text"] for found in json.loads(out.getvalue()) if found["subject"] == "sign-in names"]
    assert [text.split()[0] for text in texts] == ["0@acme.example", "1@acme.example", "There"]


def test_tokens_that_need_an_older_pepper_are_a_warning(admin):
    TokenFactory(pepper=1)
    assert findings()["peppers"][0] == "warning"


def test_tokens_whose_pepper_is_missing_are_a_failure(admin, settings):
    TokenFactory(pepper=1)
    settings.TOKEN_PEPPERS = {2: settings.TOKEN_PEPPERS[2]}
    assert findings()["peppers"][0] == "failure"


def test_that_the_audit_log_cannot_be_changed_is_tried(admin, feature_on):
    assert findings()["audit log"] == ("ok", "The database refuses to change it.")


def test_a_cache_that_does_not_answer_is_a_failure(admin, dead_cache):
    assert findings()["cache"][0] == "failure"


def test_a_storage_that_takes_no_files_is_a_failure(admin, settings):
    settings.MEDIA_ROOT.write_text("a file where the folder should be")
    state, text = findings()["files"]
    assert (state, "Check STORAGE_URL" in text) == ("failure", True)


def test_looking_at_the_storage_leaves_nothing_in_it(admin):
    assert findings()["files"][0] == "ok"
    assert list(names()) == []


def test_a_database_that_is_away_is_named_once(admin, dead_database):
    out = StringIO()
    with pytest.raises(CommandError, match=r"Not working: database\.$"):
        call_command("doctor", stdout=out)
    assert out.getvalue().count("It refused") == 1


def test_a_database_that_takes_no_changes_is_a_failure(admin, read_only_database):
    assert findings()["database"] == ("failure", "It refused: attempt to write a readonly database")


def test_trying_to_write_leaves_nothing_behind(admin):
    assert findings()["database"] == ("ok", "It takes changes.")
    assert not FeatureState.objects.filter(name="doctor").exists()


def test_files_that_were_not_restored_with_the_database_are_a_failure(api):
    save(api, upload(api))
    discard.call(list(names()))
    state, text = findings()["files"]
    assert (state, text.startswith("1 of the newest 1 are missing.")) == ("failure", True)


def test_work_that_no_worker_does_is_a_failure(admin):
    task = DBTaskResult.objects.create(
        args_kwargs={}, task_path="x", backend_name="default", exception_class_path="", traceback=""
    )
    assert "work" not in findings()
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(minutes=2))
    state, text = findings()["work"]
    assert (state, "./manage.py db_worker" in text) == ("failure", True)


def test_a_mail_server_that_does_not_answer_is_a_failure(admin, dead_mail_server):
    state, text = findings()["mail"]
    assert (state, "Check EMAIL_URL." in text) == ("failure", True)


def test_what_django_says_of_a_deployment_is_a_warning(admin, settings):
    settings.SECRET_KEY = "short"
    assert findings()["security.W009"][0] == "warning"
