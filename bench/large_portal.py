"""A portal with very many users and tokens, for `bench.pages`. Needs Django to be set up."""

import random
from datetime import timedelta

from django.utils import timezone

from accounts.models import PermissionProfile, SearchTerm, User, searchable_words
from accounts.scopes import Scope
from integrations.models import Integration
from portal.features.models import FeatureState
from tokens.models import PermanentToken
from tokens.secret import generate

FIRST = [
    "Anna",
    "Bram",
    "Chloe",
    "Daan",
    "Emma",
    "Finn",
    "Gijs",
    "Iris",
    "Jan",
    "Kim",
    "Lars",
    "Mila",
    "Noor",
]
LAST = [
    "Bakker",
    "Blom",
    "Bos",
    "Dekker",
    "Dijk",
    "Jansen",
    "Koster",
    "Meijer",
    "Peters",
    "Prins",
    "Smit",
    "Vos",
]
PURPOSES = ["Product import", "Image export", "Campaign sync", "Nightly backup", "Usage report"]
BATCH = 10_000


def fill(*, tokens, users):
    """`users` users, one in twenty inactive, and `tokens` tokens spread over them."""
    chance = random.Random(1)
    FeatureState.objects.update_or_create(name="permanent-tokens", defaults={"enabled": True})
    ids = []
    for start in range(0, users, BATCH):
        ids += _users(range(start, min(start + BATCH, users)), chance)
    for start in range(0, tokens, BATCH):
        _tokens(range(start, min(start + BATCH, tokens)), ids, chance)


def _users(numbers, chance):
    profiles = {p.name: p for p in PermissionProfile.objects.all()}
    people = [
        User(
            username=f"user{number}",
            email=f"{chance.choice(FIRST)}.{number}@{chance.choice(LAST)}.example".lower(),
            first_name=chance.choice(FIRST),
            last_name=chance.choice(LAST),
            profile=profiles["Administrator" if number == 0 else _profile(chance)],
            is_active=number == 0 or chance.random() > 0.05,
            password="!",
        )
        for number in numbers
    ]
    User.objects.bulk_create(people)
    SearchTerm.objects.bulk_create(
        SearchTerm(user=user, word=word) for user in people for word in searchable_words(user)
    )
    return [user.pk for user in people]


def _profile(chance):
    return chance.choices(["Regular user", "Administrator", "Light user"], [95, 4, 1])[0]


def _tokens(numbers, user_ids, chance):
    integrations = list(Integration.objects.values_list("pk", flat=True))
    # Nobody has the last one, which makes looking for it as long as it can be.
    scopes = [scope.value for scope in Scope if scope != "webhooks:write"]
    now = timezone.now()
    PermanentToken.objects.bulk_create(
        PermanentToken(
            key_id=generate().key_id,
            digest="0" * 64,
            pepper=1,
            description=f"{chance.choice(PURPOSES)} number {number}",
            **_integration(chance, integrations),
            user_id=chance.choice(user_ids),
            scope_names=" ".join(sorted(chance.sample(scopes, chance.randint(1, 6)))),
            created_by="bench",
            last_used_at=None if chance.random() < 0.1 else now - timedelta(hours=chance.randint(0, 2000)),
        )
        for number in numbers
    )


def _integration(chance, integrations):
    if chance.random() < 0.2:
        return {"other_integration": "Our own importer"}
    return {"integration_id": chance.choice(integrations)}
