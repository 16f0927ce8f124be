"""Ways to a secret that the API refuses, each from a good token."""

from portal.audit.record import COMMAND
from portal.features.switch import Feature, disable
from tokens.deletion import delete
from tokens.models import PermanentToken
from tokens.secret import generate


def malformed(token):
    return token.secret[:-1]


def unknown(token):
    return generate().text


def deleted(token):
    delete(token.key_id, by=token.user, door=COMMAND)
    return token.secret


def wrong(token):
    PermanentToken.objects.filter(pk=token.pk).update(digest="0" * 64)
    return token.secret


def of_inactive_user(token):
    token.user.is_active = False
    token.user.save()
    return token.secret


def feature_off(token):
    disable(Feature.PERMANENT_TOKENS, by=token.user, reason="tests", door=COMMAND)
    return token.secret
