import factory
from django.conf import settings

from accounts.scopes import Scope, serialize
from tests.accounts.factories import UserFactory
from tokens.models import PermanentToken
from tokens.secret import digest, generate


class TokenFactory(factory.django.DjangoModelFactory):
    """A token with all scopes, or `scopes`; its text is in the attribute `secret`."""

    class Meta:
        model = PermanentToken

    description = factory.Sequence("Token {}".format)
    other_integration = "Sync job"
    user = factory.SubFactory(UserFactory)
    created_by = "Ada Admin (ada)"

    @classmethod
    def _create(cls, model_class, *args, scopes=tuple(Scope), pepper=None, **kwargs):
        secret = generate()
        number = pepper or next(iter(settings.TOKEN_PEPPERS))
        if kwargs.get("integration"):
            kwargs["other_integration"] = ""
        token = super()._create(
            model_class,
            *args,
            key_id=secret.key_id,
            digest=digest(secret, settings.TOKEN_PEPPERS[number]),
            pepper=number,
            scope_names=serialize(scopes),
            **kwargs,
        )
        token.secret = secret.text
        return token
