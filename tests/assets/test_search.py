"""Finding assets by keyword and filters, as every door does."""

import pytest

from assets import search_index
from assets.models import MediaItem, MediaText
from assets.search import Filters, find
from tests.assets.factories import (
    CollectionFactory,
    MediaFactory,
    MetapropertyFactory,
    OptionFactory,
)

pytestmark = pytest.mark.django_db


def found(user, **filters):
    return {media.name for media in find(Filters(**filters), user)}


@pytest.fixture
def harbour(admin):
    return MediaFactory(name="Harbour at dawn", description="Ships in the fog", tagged=["Sea side"])


@pytest.fixture
def others(admin):
    return [MediaFactory(name=name) for name in ("Mountain", "Harvest", "Café Zürich")]


@pytest.mark.parametrize(
    ("keyword", "names"),
    [
        ("harbour", {"Harbour at dawn"}),
        ("HARBOUR", {"Harbour at dawn"}),
        ("harb", {"Harbour at dawn"}),
        ("har", {"Harbour at dawn", "Harvest"}),
        ("arbour", set()),
        ("dawn harbour", {"Harbour at dawn"}),
        ("dawn mountain", set()),
        ("fog", {"Harbour at dawn"}),
        ("side", {"Harbour at dawn"}),
        ("cafe", {"Café Zürich"}),
        ("zürich", {"Café Zürich"}),
        ("zurich", {"Café Zürich"}),
        ("png", {"Harbour at dawn", "Mountain", "Harvest", "Café Zürich"}),
        ("harbour-at-dawn.png", {"Harbour at dawn"}),
        ("", {"Harbour at dawn", "Mountain", "Harvest", "Café Zürich"}),
        ("  ", {"Harbour at dawn", "Mountain", "Harvest", "Café Zürich"}),
        ("!?", set()),
        ("'", set()),
        ("harbour' | ! & : * ) (", {"Harbour at dawn"}),
        ('" OR harbour NEAR -fog', set()),
        ("h" * 5000, set()),
    ],
)
def test_a_keyword_finds_words_that_begin_with_its_words(admin, harbour, others, keyword, names):
    assert found(admin, keyword=keyword) == names


@pytest.fixture
def cities(admin):
    descriptions = {
        "Boston": "Boston skyline at night",
        "Paris": "Summer in Paris, the skyline of La Défense",
        "Lyon": "Summer in Lyon: a night of lights",
    }
    return [MediaFactory(name=name, description=text) for name, text in descriptions.items()]


@pytest.mark.parametrize(
    ("keyword", "names"),
    [
        ("summer AND paris", {"Paris"}),
        ("boston OR lyon", {"Boston", "Lyon"}),
        ("summer AND NOT paris", {"Lyon"}),
        ("NOT summer", {"Boston"}),
        ("NOT summer NOT boston", set()),
        ("NOT boston OR NOT summer", {"Boston", "Paris", "Lyon"}),
        ("NOT summer OR NOT lyon OR paris", {"Boston", "Paris"}),
        ("boston OR NOT (summer AND paris)", {"Boston", "Lyon"}),
        ("NOT (NOT summer OR NOT night)", {"Lyon"}),
        ("skyline (NOT boston OR night)", {"Boston", "Paris"}),
        ("NOT NOT summer", {"Paris", "Lyon"}),
        ("skyline boston OR lyon", {"Boston", "Lyon"}),
        ("skyline (boston OR lyon)", {"Boston"}),
        ("night AND NOT (boston OR paris)", {"Lyon"}),
        ("(bos OR ly) (skyl OR lights) NOT paris", {"Boston", "Lyon"}),
        ('"boston skyline"', {"Boston"}),
        ('"BOSTON, skyline at"', {"Boston"}),
        ('"skyline boston"', set()),
        ('"boston night"', set()),
        ('"boston sky"', set()),
        ('"bosto"', set()),
        ('"la defense"', {"Paris"}),
        ('"summer in" NOT "a night"', {"Paris"}),
        ('("summer in" OR "boston skyline") night', {"Boston", "Lyon"}),
        ("summer or paris", set()),
        ("summer OR", {"Paris", "Lyon"}),
        ("AND summer NOT", {"Paris", "Lyon"}),
        ("NOT (", set()),
        (") paris ) OR (boston", {"Paris", "Boston"}),
        ('paris "', {"Paris"}),
        (f"{'(' * 5000}paris{')' * 5000} OR boston", {"Paris", "Boston"}),
        (" OR ".join(["nothing"] * 5000), set()),
        (f"{'NOT ' * 5000}paris", {"Paris"}),
    ],
)
def test_a_keyword_combines_words_as_in_the_vendors_search_bar(admin, cities, keyword, names):
    assert found(admin, keyword=keyword) == names


def test_a_word_in_quotation_marks_is_found_in_scripts_without_blanks(admin, others):
    MediaFactory(name="東京タワーの夜", file_name="a.png")
    assert found(admin, keyword='"タワー"') == {"東京タワーの夜"}


def test_one_question_is_asked_of_the_index_whatever_is_combined(admin):
    keyword = " OR ".join(f"a{n} NOT b{n}" for n in range(9)) + " OR NOT (c OR d)"
    assert str(find(Filters(keyword=keyword), admin).query).count("assets_search WHERE") <= 1
    assert str(find(Filters(keyword=keyword), admin).query).count("tsquery") <= 1


def test_words_are_found_even_if_there_is_no_room_for_phrases(admin, monkeypatch):
    monkeypatch.setattr("assets.search_index.MOST_BYTES", 2000)
    MediaFactory(name="Scroll", description=" ".join(f"w{n:03}" for n in range(150)))
    assert found(admin, keyword="w000 w149") == {"Scroll"}


def test_an_id_finds_what_is_named_by_it_too(admin, harbour):
    MediaFactory(name=f"Copy of {harbour.rfc_id}")
    assert found(admin, keyword=harbour.rfc_id) == {"Harbour at dawn", f"Copy of {harbour.rfc_id}"}


def test_an_id_in_either_form_finds_its_asset(admin, harbour, others):
    for text in (harbour.api_id, f" {harbour.rfc_id} "):
        assert found(admin, keyword=text) == {"Harbour at dawn"}


@pytest.mark.parametrize("name", ["3d 1e5 0012", "東京 タワー", "Москва", "Straße", "x²", "क्षितिज"])
def test_words_of_every_script_are_found(admin, name):
    MediaFactory(name=name, file_name="a.png")
    MediaFactory(name="Other", file_name="b.png")
    for word in name.split():
        assert found(admin, keyword=word) == {name}
        assert found(admin, keyword=word[:1]) == {name}


@pytest.mark.parametrize(
    ("name", "keywords"),
    [
        ("IMG2041", ["img2041", "2041", "204"]),
        ("SeasideHarbour", ["seasideharbour", "harbour", "HARB"]),
        ("A350engine", ["350", "engine", "a350e"]),
        ("ÉcoleÉlite", ["ecole", "elite"]),
        ("東京タワー", ["東京", "京", "タワー"]),
        ("กรุงเทพมหานคร", ["มหานคร"]),
    ],
)
def test_a_keyword_finds_what_begins_inside_a_word(admin, others, name, keywords):
    MediaFactory(name=name, file_name="a.png")
    for keyword in keywords:
        assert found(admin, keyword=keyword) == {name}


def test_a_keyword_finds_options_texts_files_and_collections(admin, harbour, others):
    season = MetapropertyFactory(name="season")
    harbour.options.add(OptionFactory(metaproperty=season, name="spring", label="Frühling"))
    MediaText.objects.create(media=harbour, metaproperty=MetapropertyFactory(type="text"), value="SKU 4711")
    CollectionFactory(name="Campaign", is_public=True, assets=[harbour])
    MediaItem.objects.create(
        media=harbour, kind="additional", file_name="licence.txt", size=1, created_by=admin
    )
    search_index.refresh([harbour.pk])
    for word in ("spring", "fruhling", "4711", "campaign", "licence", "txt"):
        assert found(admin, keyword=word) == {"Harbour at dawn"}


def test_the_index_follows_what_is_written_and_deleted(admin, harbour, others):
    harbour.name = "Port"
    harbour.save()
    search_index.refresh([harbour.pk])
    assert found(admin, keyword="harbour") == {"Port"}  # by its file name
    harbour.file_name = "port.png"
    harbour.save()
    search_index.refresh([harbour.pk])
    assert found(admin, keyword="harbour") == set()
    harbour.delete()
    assert found(admin, keyword="port") == set()


def test_an_asset_whose_words_are_gone_is_still_listed(admin):
    media = MediaFactory(name="")
    type(media).objects.update(search_words="")
    assert found(admin) == {""}


def test_of_a_text_that_is_too_long_for_the_index_the_beginning_is_found(admin, monkeypatch):
    monkeypatch.setattr("assets.search_index.MOST_BYTES", 2000)
    text = "".join(chr(0x4E00 + number) for number in range(200))
    media = MediaFactory(name="Scroll", description=text, tagged=["late"])
    assert len(media.search_words.encode()) < 2000
    assert found(admin, keyword=text[5:8]) == found(admin, keyword="late") == {"Scroll"}
    assert not found(admin, keyword=text[100:103])


def test_twenty_words_of_a_keyword_count_however_often_each_is_sent(admin):
    text = " ".join(f"word{number}" for number in range(20))
    MediaFactory(name="Wordy", description=text)
    assert found(admin, keyword=f"{text} nowhere") == {"Wordy"}
    assert found(admin, keyword=f"{'word7 ' * 1000} nowhere") == set()


def test_many_tags_and_options_at_once_are_one_question(admin):
    names = [f"many{number}" for number in range(25)]
    several = MetapropertyFactory(name="several", options=names, is_multiselect=True)
    MediaFactory(name="Some", tagged=names[:24], answers=several.options.all()[:24])
    MediaFactory(name="All", tagged=names, answers=several.options.all())
    ids = [option.api_id for option in several.options.all()]
    for filters in ({"tags": names}, {"options": ids}, {"properties": {"several": names}}):
        assert found(admin, **filters) == {"All"}
        assert str(find(Filters(**filters), admin).query).count("SELECT") < 5


def test_no_asset_says_two_things_at_once(admin):
    note = MetapropertyFactory(name="note", type="text")
    MediaText.objects.create(media=MediaFactory(name="Noted"), metaproperty=note, value="a")
    assert found(admin, properties={"note": ["a", "a"]}) == {"Noted"}
    assert found(admin, properties={"note": ["a", "b"]}) == set()
    assert str(find(Filters(properties={"note": ["a"] * 9}), admin).query).count("SELECT") == 2


def test_orders_are_stable_where_values_are_the_same(admin):
    rows = MediaFactory.create_batch(5, name="Same")
    for order, expected in (("name", rows), ("-name", rows[::-1])):
        assert list(find(Filters(order_by=order), admin)) == expected


def test_the_name_of_a_private_collection_finds_nothing(admin, harbour):
    CollectionFactory(name="Layoffs", owner=admin, assets=[harbour])
    search_index.refresh([harbour.pk])
    assert found(admin, keyword="layoffs") == set()


def test_a_collection_of_another_form_of_id_is_the_same(admin, harbour, others):
    collection = CollectionFactory(owner=admin, assets=[harbour])
    for text in (collection.api_id, collection.rfc_id, collection.uuid.hex):
        assert found(admin, collection=text) == {"Harbour at dawn"}
    assert found(admin, collection="nonsense") == set()


def test_names_are_in_order_in_whatever_case(admin):
    for name in ("Zebra", "apple", "Banana", "cherry"):
        MediaFactory(name=name)
    names = [media.name for media in find(Filters(order_by="name"), admin)]
    assert names == ["apple", "Banana", "cherry", "Zebra"]
    assert [media.name for media in find(Filters(order_by="-name"), admin)] == names[::-1]
