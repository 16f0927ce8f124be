import io

import factory
from django.core.files.base import ContentFile
from PIL import Image

from assets import search_index, tags
from assets.models import (
    Brand,
    Collection,
    Media,
    MediaItem,
    MediaOption,
    Metaproperty,
    Option,
    Smartfilter,
    SubBrand,
    Tag,
)
from tests.accounts.factories import UserFactory


def png(width=40, height=30, colour="teal") -> bytes:
    """The bytes of a small image."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


class BrandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Brand

    name = factory.Sequence("Brand {}".format)


class SubBrandFactory(factory.django.DjangoModelFactory):
    """A sub-brand of a brand of its own."""

    class Meta:
        model = SubBrand

    name = factory.Sequence("Sub-brand {}".format)
    brand = factory.SubFactory(BrandFactory)


class MetapropertyFactory(factory.django.DjangoModelFactory):
    """A filterable select; `options` are names of options to make with it."""

    class Meta:
        model = Metaproperty
        skip_postgeneration_save = True

    name = factory.Sequence("property{}".format)
    label = factory.LazyAttribute(lambda o: o.name.capitalize())
    type = "select"
    is_filterable = True

    @factory.post_generation
    def options(self, create, names, **kwargs):
        for position, name in enumerate(names or []):
            OptionFactory(metaproperty=self, name=name, position=position)


class OptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Option

    metaproperty = factory.SubFactory(MetapropertyFactory)
    name = factory.Sequence("option{}".format)
    label = factory.LazyAttribute(lambda o: o.name.capitalize())


class SmartfilterFactory(factory.django.DjangoModelFactory):
    """A smartfilter with a `label`, after those made before; `metaproperties` are put into it."""

    class Meta:
        model = Smartfilter
        skip_postgeneration_save = True

    class Params:
        label = factory.Sequence("Smartfilter {}".format)

    labels = factory.LazyAttribute(lambda o: {"en_US": o.label})

    @factory.post_generation
    def metaproperties(self, create, found, **kwargs):
        self.metaproperties.set(found or [])


class MediaFactory(factory.django.DjangoModelFactory):
    """A visible PNG; `tagged` are names of tags, `answers` are options. With `content` there is a file."""

    class Meta:
        model = Media

    name = factory.Sequence("Asset {}".format)
    brand = factory.LazyFunction(lambda: Brand.objects.first() or BrandFactory())
    type = "image"
    orientation = "landscape"
    extension = "png"
    file_name = factory.LazyAttribute(lambda o: f"{o.name.lower().replace(' ', '-')}.png")
    width, height, file_size = 40, 30, 100
    created_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, tagged=(), answers=(), content=None, **kwargs):
        media = super()._create(model_class, *args, **kwargs)
        made = tags.named(tagged)
        media.tags.set(made)
        tags.recount(tag.pk for tag in made)
        MediaOption.objects.bulk_create(MediaOption(media=media, option=option) for option in answers)
        if content is not None:
            item = MediaItem(
                media=media, file_name=media.file_name, content_type="image/png", size=len(content),
                width=media.width, height=media.height, checksum="0" * 64, created_by=media.created_by,
            )  # fmt: skip
            item.file.save(f"originals/{item.uuid}.{media.extension}", ContentFile(content))
        search_index.refresh([media.pk])
        return media


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence("tag{}".format)
    folded = factory.LazyAttribute(lambda o: tags.folded(o.name))


class CollectionFactory(factory.django.DjangoModelFactory):
    """A collection; `assets` are put into it."""

    class Meta:
        model = Collection
        skip_postgeneration_save = True

    name = factory.Sequence("Collection {}".format)
    owner = factory.SubFactory(UserFactory)

    @factory.post_generation
    def assets(self, create, media, **kwargs):
        self.media.set(media or [])
