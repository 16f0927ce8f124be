import factory

from accounts.models import PermissionProfile, User
from accounts.people import index
from accounts.permissions import Permission, serialize

ADMINISTRATOR, REGULAR, LIGHT = "Administrator", "Regular user", "Light user"


class ProfileFactory(factory.django.DjangoModelFactory):
    """A profile with `permissions`, none unless given."""

    class Meta:
        model = PermissionProfile
        exclude = ["permissions"]

    name = factory.Sequence("Profile {}".format)
    permissions: tuple[Permission, ...] = ()
    permission_codes = factory.LazyAttribute(lambda o: serialize(o.permissions))


class UserFactory(factory.django.DjangoModelFactory):
    """A regular user, or one with the `profile` of the given name; the password is `correct horse battery`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    first_name = "Rita"
    last_name = factory.Sequence("Regular{}".format)
    username = factory.Sequence("user{}".format)
    email = factory.LazyAttribute(lambda o: f"{o.username}@acme.example")
    profile = REGULAR
    password = factory.django.Password("correct horse battery")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if isinstance(kwargs["profile"], str):
            kwargs["profile"] = PermissionProfile.objects.get(name=kwargs["profile"])
        user = super()._create(model_class, *args, **kwargs)
        index(user)
        return user
