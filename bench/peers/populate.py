"""Fill a database with users and tokens of every kind; print those that will be used, as JSON."""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.settings")
django.setup()

from django.conf import settings
from django.utils import timezone
from knox.crypto import create_token_string, hash_token
from knox.models import AuthToken
from knox.settings import CONSTANTS
from oauth2_provider.models import AccessToken, Application
from rest_framework.authtoken.models import Token

from accounts.models import PermissionProfile, User
from portal.features.models import FeatureState
from tokens.models import PermanentToken
from tokens.secret import digest, generate

IN_USE = 1000


def batches(make, number, size=5000):
    for start in range(0, number, size):
        yield [make(index) for index in range(start, min(start + size, number))]


def users(number):
    profile = PermissionProfile.objects.get(name="Administrator")
    result = []
    for batch in batches(
        lambda i: User(
            username=f"u{i}",
            email=f"u{i}@acme.example",
            first_name="F",
            last_name=f"L{i}",
            profile=profile,
            password="!",
        ),
        number,
    ):
        result += User.objects.bulk_create(batch)
    return result


def portal_tokens(people, number):
    FeatureState.objects.update_or_create(name="permanent-tokens", defaults={"enabled": True})
    pepper_number, pepper = next(iter(settings.TOKEN_PEPPERS.items()))
    used = []

    def make(index):
        secret = generate()
        if index < IN_USE:
            used.append(secret.text)
        return PermanentToken(
            key_id=secret.key_id, digest=digest(secret, pepper), pepper=pepper_number, description=f"t{index}",
            other_integration="Bench", user=people[index % len(people)], scope_names="asset:read current.user:read",
            created_by="bench",
        )  # fmt: skip

    for batch in batches(make, number):
        PermanentToken.objects.bulk_create(batch)
    return used


def drf_tokens(people):
    keys = [Token.generate_key() for _ in people]
    for start in range(0, len(people), 5000):
        pairs = zip(keys[start : start + 5000], people[start : start + 5000], strict=True)
        Token.objects.bulk_create(Token(key=key, user=user) for key, user in pairs)
    return keys[:IN_USE]


def knox_tokens(people):
    used, rows = [], []
    for user in people:
        text = create_token_string()
        used.append(text)
        rows.append(
            AuthToken(digest=hash_token(text), token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH], user=user)
        )
    AuthToken.objects.bulk_create(rows, batch_size=5000)
    return used[:IN_USE]


def oauth_tokens(people):
    application = Application.objects.create(
        name="bench", client_type="confidential", authorization_grant_type="password"
    )
    expires = timezone.now() + timedelta(days=365)
    texts = [create_token_string()[:40] for _ in people]
    from hashlib import sha256

    rows = (
        AccessToken(
            token=text, token_checksum=sha256(text.encode()).hexdigest(), user=user, application=application,
            expires=expires, scope="current.user:read",
        )
        for text, user in zip(texts, people, strict=True)
    )  # fmt: skip
    AccessToken.objects.bulk_create(rows, batch_size=5000)
    return texts[:IN_USE]


def main(number, *, peers):
    people = users(number if peers else IN_USE)
    used = {"portal": portal_tokens(people, number), "nobody": []}
    if peers:
        used |= {"drf": drf_tokens(people), "knox": knox_tokens(people), "oauth": oauth_tokens(people)}
    json.dump(used, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), peers="--peers" in sys.argv)
