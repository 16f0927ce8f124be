"""What assets answer to metaproperties: how it is read, checked and kept."""

import pytest
from django.core.exceptions import ValidationError

from assets import values
from assets.models import AccessRight, MediaText, Option
from tests.accounts.factories import UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory, OptionFactory

pytestmark = pytest.mark.django_db
LONG = "x" * 50_000


@pytest.fixture
def colour(db):
    return MetapropertyFactory(name="colour", label="Colour", is_multiselect=True, options=["red", "blue"])


def names(found):
    return [option.name for option in found]


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return caught.value.message_dict


# Reading options


@pytest.mark.parametrize(
    "spell",
    [
        lambda o: o.api_id,
        lambda o: o.rfc_id,
        lambda o: o.api_id.lower(),
        lambda o: o.uuid.hex,
        lambda o: o.name,
        lambda o: o.name.upper(),
        lambda o: f" {o.name} ",
    ],
)
@pytest.mark.parametrize("form", ["api_id", "rfc_id"])
def test_options_are_meant_by_id_or_name(colour, spell, form):
    red = colour.options.get(name="red")
    assert values.parsed({getattr(colour, form): [spell(red)]}) == {colour: [red]}


@pytest.mark.parametrize("sent", [["red", "blue"], ["red,blue"], ["red,,blue,"], ["red", "red, blue"]])
def test_several_options_may_be_repeated_or_separated_by_commas(colour, sent):
    (found,) = values.parsed({colour.api_id: sent}).values()
    assert names(found) == ["red", "blue"]


def test_a_name_that_looks_like_an_id_is_a_name_all_the_same(colour):
    option = OptionFactory(metaproperty=colour, name="deadbeef" * 4)
    assert values.parsed({colour.api_id: [option.name]}) == {colour: [option]}


@pytest.mark.parametrize("sent", [[], [""], [","]])
def test_nothing_means_no_answer(colour, sent):
    assert values.parsed({colour.api_id: sent}) == {colour: []}


def test_an_option_of_another_metaproperty_is_refused(colour):
    other = OptionFactory(name="large")
    for text in (other.api_id, "large"):
        found = refusal(values.parsed, {colour.api_id: [text]})
        assert found == {f"metaproperty.{colour.api_id}": [f"{text} is no option of Colour."]}


def test_one_option_only_where_one_is_asked_for(colour):
    single = MetapropertyFactory(label="Size", options=["s", "m"])
    found = refusal(values.parsed, {single.rfc_id: ["s", "m"]})
    assert found == {f"metaproperty.{single.rfc_id}": ["Size takes one option only."]}
    assert names(values.parsed({single.rfc_id: ["s", "S"]})[single]) == ["s"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_selectable": False}])
def test_an_option_that_cant_be_chosen_is_refused_unless_the_asset_has_it(colour, change):
    red = colour.options.get(name="red")
    Option.objects.filter(pk=red.pk).update(**change)
    having, other = MediaFactory(answers=[red]), MediaFactory()
    assert values.parsed({colour.api_id: ["red"]}, media=having) == {colour: [red]}
    for media in (other, None):
        found = refusal(values.parsed, {colour.api_id: ["red"]}, media=media)
        assert found == {f"metaproperty.{colour.api_id}": ["The option Red can't be chosen."]}


def test_what_is_hidden_from_somebody_is_unknown_to_them(colour):
    rita = UserFactory()
    colour.options.filter(name="red").update(is_restricted=True)
    assert "is no option" in str(refusal(values.parsed, {colour.api_id: ["red"]}, by=rita))
    assert names(values.parsed({colour.api_id: ["blue"]}, by=rita)[colour]) == ["blue"]
    AccessRight.objects.create(
        metaproperty=colour, principal_type="user", principal_id=rita.pk, level="metaproperty.hide"
    )
    assert "no such metaproperty" in str(refusal(values.parsed, {colour.api_id: ["blue"]}, by=rita))


def test_everything_wrong_is_named_at_once(colour):
    size = MetapropertyFactory(type="number")
    sent = {colour.api_id: ["green"], size.api_id: ["large"], "nonsense": ["x"]}
    assert set(refusal(values.parsed, sent)) == {f"metaproperty.{key}" for key in sent}


def test_reading_costs_two_queries_however_much_is_sent(colour, django_assert_num_queries):
    more = [MetapropertyFactory(options=["a", "b"], is_multiselect=True) for _ in range(5)]
    with django_assert_num_queries(2):
        assert len(values.parsed({m.api_id: ["a", "b"] for m in more} | {colour.api_id: ["red"]})) == 6


# Reading what is written


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("text", "Blue hour, at sea"),
        ("text", "x" * 500),
        ("longtext", LONG),
        ("date", "2026-05-31"),
        ("date", "2026-05-31T12:00"),
        ("date", "2026-05-31T12:00:00Z"),
        ("date", "2026-05-31T12:00:00+02:00"),
        ("date", "2026-05-31T12:00:00+0200"),
        ("date", "2026-05-31T12:00:00.125Z"),
        ("number", "12"),
        ("number", "-12.5"),
        ("number", "+0.0000000001"),
    ],
)
def test_what_fits_the_type_is_kept_as_it_was_sent(type, text):
    metaproperty = MetapropertyFactory(type=type)
    assert values.parsed({metaproperty.api_id: [text]}) == {metaproperty: text}


def test_a_text_that_was_taken_apart_at_its_commas_is_put_together(db):
    notes = MetapropertyFactory(type="text")
    assert values.parsed({notes.api_id: ["Blue hour", " at sea"]}) == {notes: "Blue hour, at sea"}


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("text", "x" * 501),
        ("longtext", LONG + "x"),
        ("date", "2026-02-30"),
        ("date", "31-05-2026"),
        ("date", "2026-5-31"),
        ("date", "20260531"),
        ("date", "2026-W22-7"),
        ("date", "2026-05-31 12:00"),
        ("date", "2026-05-31T25:00"),
        ("date", "2026-05-31T12:00:00+99:00"),
        ("date", "２０２６-05-31"),
        ("date", "today"),
        ("number", "1e5"),
        ("number", "12,5"),
        ("number", "١٢"),
        ("number", "1" * 16),
        ("number", "NaN"),
        ("number", "0x10"),
    ],
)
def test_what_does_not_fit_the_type_is_refused(type, text):
    metaproperty = MetapropertyFactory(type=type)
    found = refusal(values.parsed, {metaproperty.rfc_id: [text]})
    assert list(found) == [f"metaproperty.{metaproperty.rfc_id}"]


# Keeping


def test_answers_are_replaced_and_what_changed_is_told(admin, colour):
    red, blue = colour.options.order_by("-name")
    media = MediaFactory(answers=[red])
    notes = MetapropertyFactory(name="notes", type="text")
    changes = values.assign(media, {colour: [blue], notes: "Blue hour"}, by=admin)
    assert changes == {
        values.history_name(colour): [["red"], ["blue"]],
        values.history_name(notes): ["", "Blue hour"],
    }
    assert names(media.options.all()) == ["blue"]
    assert MediaText.objects.get(media=media).value == "Blue hour"


def test_what_is_the_same_already_is_no_change(admin, colour):
    red = colour.options.get(name="red")
    notes = MetapropertyFactory(type="text")
    media = MediaFactory(answers=[red])
    values.assign(media, {notes: "Blue hour"}, by=admin)
    assert values.assign(media, {colour: [red], notes: "Blue hour"}, by=admin) == {}


def test_no_answer_takes_away_what_was_there(admin, colour):
    notes = MetapropertyFactory(name="notes", type="text")
    media = MediaFactory(answers=list(colour.options.all()))
    values.assign(media, {notes: "Blue hour"}, by=admin)
    values.assign(media, {colour: [], notes: ""}, by=admin)
    assert not media.options.exists()
    assert not media.texts.exists()


def test_other_answers_stay(admin, colour):
    large = OptionFactory(name="large")
    media = MediaFactory(answers=[large])
    values.assign(media, {colour: list(colour.options.all())}, by=admin)
    assert set(names(media.options.all())) == {"large", "red", "blue"}


@pytest.mark.parametrize("type", ["select", "text"])
def test_a_required_answer_is_not_taken_away(admin, type):
    metaproperty = MetapropertyFactory(label="Rights", type=type, is_required=True)
    media = MediaFactory()
    answer = [OptionFactory(metaproperty=metaproperty)] if type == "select" else "All"
    assert values.assign(media, {metaproperty: answer[:0]}, by=admin) == {}  # it had none
    values.assign(media, {metaproperty: answer}, by=admin)
    found = refusal(values.assign, media, {metaproperty: answer[:0]}, by=admin)
    assert found == {f"metaproperty.{metaproperty.api_id}": ["Rights needs an answer."]}


def test_a_new_asset_needs_every_required_answer(colour, admin):
    rights = MetapropertyFactory(label="Rights", is_required=True)
    for given in ({}, {rights: []}, {colour: list(colour.options.all())}):
        found = refusal(values.require_answers, given, by=admin)
        assert list(found) == [f"metaproperty.{rights.api_id}"]
    values.require_answers({rights: [OptionFactory(metaproperty=rights)]}, by=admin)


def test_keeping_costs_the_same_however_much_is_answered(admin, django_assert_num_queries):
    media = MediaFactory()
    chosen = {option.metaproperty: [option] for option in OptionFactory.create_batch(5)}
    written = dict.fromkeys(MetapropertyFactory.create_batch(5, type="text"), "Blue hour")
    with django_assert_num_queries(6):
        assert len(values.assign(media, chosen | written, by=admin)) == 10
