"""What the rules about smartfilters refuse, whoever asks."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from assets import smartfilters
from assets.models import Smartfilter
from assets.ordering import Move
from portal.audit.record import COMMAND
from tests.assets.factories import MetapropertyFactory, SmartfilterFactory

pytestmark = pytest.mark.django_db


def refusal(rule, *args, **details):
    with pytest.raises(ValidationError) as refused:
        rule(*args, door=COMMAND, **details)
    return refused.value.message_dict


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"label": "  "}, {"label": ["A smartfilter needs a label."]}),
        ({"label": "x" * 121}, {"label": ["A label has at most 120 characters."]}),
        ({"label": "pLACE"}, {"label": ["Another smartfilter has this label."]}),
        ({"icon": "skull"}, {"icon": ["There is no such icon."]}),
        ({"metaproperties": []}, {"metaproperties": ["Choose at least one metaproperty."]}),
    ],
)
def test_what_is_missing_too_long_taken_or_unknown_is_refused(operator, wrong, message):
    SmartfilterFactory(label="Place")
    details = {"label": "Use", "metaproperties": [MetapropertyFactory()]} | wrong
    assert refusal(smartfilters.create, by=operator, **details) == message
    assert Smartfilter.objects.count() == 1


def test_a_metaproperty_that_is_gone_is_refused(operator):
    gone = MetapropertyFactory(label="Season")
    type(gone).objects.all().delete()
    found = refusal(smartfilters.create, by=operator, label="Use", metaproperties=[gone])
    assert found == {"metaproperties": ["There is no metaproperty Season any more."]}


def test_a_metaproperty_that_nobody_can_filter_by_is_refused(operator):
    secret = MetapropertyFactory(label="Secret", is_filterable=False)
    made = SmartfilterFactory()
    details = {"label": "Use", "metaproperties": [secret]}
    message = {"metaproperties": ["Assets can't be filtered by Secret."]}
    assert refusal(smartfilters.create, by=operator, **details) == message
    assert refusal(smartfilters.change, made, by=operator, icon="", **details) == message


def test_of_two_saved_at_the_same_moment_with_one_label_the_database_refuses_one():
    SmartfilterFactory(labels={"en_US": "Place", "nl_NL": "Plaats"})
    SmartfilterFactory(labels={"nl_NL": "Plaats"})
    SmartfilterFactory(labels={"nl_NL": "Plaats"})
    with pytest.raises(IntegrityError), transaction.atomic():
        SmartfilterFactory(labels={"en_US": "PLACE"})


def test_its_own_label_is_not_taken(operator):
    made = SmartfilterFactory(label="Use")
    details = {"label": "USE", "metaproperties": [MetapropertyFactory()], "icon": ""}
    assert smartfilters.change(made, by=operator, door=COMMAND, **details).label == "USE"


def test_what_is_gone_can_be_neither_changed_nor_deleted(operator):
    made = SmartfilterFactory()
    Smartfilter.objects.all().delete()
    details = {"label": "Use", "metaproperties": [MetapropertyFactory()], "icon": ""}
    with pytest.raises(Http404):
        smartfilters.change(made, by=operator, door=COMMAND, **details)
    with pytest.raises(Http404):
        smartfilters.delete(made, by=operator, door=COMMAND)
    smartfilters.move(made, by=operator, door=COMMAND, to=Move.UP)
