from __future__ import annotations

import re
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils import timezone

from portal.api.identifiers import coldfusion, parse
from portal.visible_text import validate_visible

from . import permissions as vocabulary
from .permissions import ADMINISTRATION, Permission


class Identified(models.Model):
    """What users, profiles and groups share: an id of 128 bits, which the API shows in its own form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @property
    def api_id(self) -> str:
        """The id as the API shows it."""
        return coldfusion(self.id)


class PermissionProfileQuerySet(models.QuerySet["PermissionProfile"]):
    """Named questions to the permission profiles."""

    def for_overview(self) -> PermissionProfileQuerySet:
        """Profiles with `active_users` and `all_users`, how many people have each."""
        return self.annotate(
            active_users=models.Count("users", filter=models.Q(users__is_active=True)),
            all_users=models.Count("users"),
        ).order_by(Lower("name"))


class PermissionProfile(Identified):
    """A named set of permissions. Every user has exactly one."""

    name = models.CharField(max_length=80, validators=[validate_visible])
    permission_codes = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)

    objects = PermissionProfileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="profile_name_unique",
                violation_error_message="Another profile has this name.",
            ),
            models.UniqueConstraint(
                "is_default", condition=models.Q(is_default=True), name="profile_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the profile grants."""
        return vocabulary.parse(self.permission_codes)


class Group(Identified):
    """A named set of users, as `/api/groups/list/` shows it. It grants no permission.

    What it is for: rights to options, metaproperties that are hidden from it, collections shared with it.
    """

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


LANGUAGES = ("en_US",)  # that the portal speaks; the first is the default
MATCHES = 1000  # that a search finds at most, as many as a list counts
FREQUENT = 20_000  # how far users and terms are counted to find out which are fewer
TERMS_PER_USER = 5  # that one word matches, on average at most: names, address, username


def full_name(first_name: str, infix: str, last_name: str) -> str:
    """What a person is called: first name, infix and last name, as far as there are any."""
    return " ".join(part for part in (first_name, infix, last_name) if part)


class UserQuerySet(models.QuerySet["User"]):
    """Named questions to the users."""

    def active(self) -> UserQuerySet:
        """Users who can sign in and whose tokens work."""
        return self.filter(is_active=True)

    def matching(self, text: str) -> UserQuerySet:
        """Users with every word of `text` at the start of a word of their name or e-mail address.

        At most `MATCHES` + 1 of them, so narrow first and search last; whoever gets more than
        `MATCHES` says that there are more.
        """
        if "\0" in text:
            return self.none()  # nobody's name has it, and PostgreSQL couldn't look for it
        words = [SearchTerm.objects.starting_with(word) for word in search_words(text)]
        if not words:
            return self
        rarest, *others = sorted(words, key=lambda terms: terms[:FREQUENT].count())
        # Whichever is fewer is gone through until there are enough: the narrowed users, or the rarest word's.
        if self[:FREQUENT].count() < rarest[:FREQUENT].count():
            users = self.order_by().filter(*(Exists(terms.filter(user=OuterRef("pk"))) for terms in words))
            return self.filter(pk__in=list(users.values_list("pk", flat=True)[: MATCHES + 1]))
        found = rarest.filter(Exists(self.filter(pk=OuterRef("user_id"))))
        for terms in others:
            found = found.filter(terms.of_the_same_user())
        return self.filter(pk__in=found.first_users(MATCHES + 1))

    def administrators(self) -> UserQuerySet:
        """Active users who can manage users and profiles."""
        profiles = [p.pk for p in PermissionProfile.objects.all() if p.permissions >= ADMINISTRATION]
        return self.active().filter(profile__in=profiles)

    def by_id_or_username(self, text: str) -> UserQuerySet:
        """The user whose id, in either form, or username is `text`."""
        identifier = parse(text)
        return self.filter(pk=identifier) if identifier else self.filter(_is("username", text))

    def signing_in_as(self, name: str) -> UserQuerySet:
        """The user who signs in with this username or e-mail address, in any case."""
        return self.filter(_is("username", name) | _is("email", name))

    def with_address(self, email: str) -> UserQuerySet:
        """The user with this e-mail address, in any case."""
        return self.filter(_is("email", email))

    def called_as_others(self) -> UserQuerySet:
        """Users whose username is another user's e-mail address, with that user's id as `other`."""
        others = User.objects.filter(Exact(Lower("email"), Lower(OuterRef("username"))))
        others = others.exclude(pk=OuterRef("pk")).values("pk")
        return self.annotate(other=models.Subquery(others)).filter(other__isnull=False)

    def with_passwords(self) -> UserQuerySet:
        """Users who can sign in with a password, as `may_have_password` has it."""
        return self.active().filter(is_sso_only=False)


def _is(field: str, text: str) -> models.Q:
    """A condition: the field is `text` in any case. It uses the unique index, which iexact doesn't."""
    return models.Q(Exact(Lower(field), Lower(models.Value(text))))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):
    """The manager that Django wants of users, with the queryset's questions."""


class User(Identified, AbstractBaseUser):
    """A person, or the identity that an integration acts as. Never deleted, only deactivated."""

    username = models.CharField(max_length=150)
    email = models.EmailField("e-mail address")
    first_name = models.CharField(max_length=80)
    infix = models.CharField(max_length=20, blank=True)
    last_name = models.CharField(max_length=80)
    job = models.CharField(max_length=80, blank=True)
    department = models.CharField(max_length=80, blank=True)
    company_name = models.CharField(max_length=80, blank=True)
    cost_center = models.CharField(max_length=40, blank=True)
    phone_number = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default=LANGUAGES[0])
    is_sso_only = models.BooleanField(default=False)
    is_active = models.BooleanField("active", default=True)
    created_at = models.DateTimeField(default=timezone.now)
    profile = models.ForeignKey(PermissionProfile, on_delete=models.PROTECT, related_name="users")
    groups = models.ManyToManyField(Group, blank=True, related_name="users")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["email"]

    objects = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), name="user_username_unique"),
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["last_name", "first_name", "id"]),
            models.Index(fields=["profile", "is_active", "last_name"]),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First name, infix and last name."""
        return full_name(self.first_name, self.infix, self.last_name)

    def get_full_name(self) -> str:
        """The name that Django's mails use."""
        return self.full_name

    @property
    def may_have_password(self) -> bool:
        """Whether the user can sign in with a password: not when inactive or of single sign-on only."""
        return self.is_active and not self.is_sso_only

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the user may do now: their profile's permissions, none when inactive."""
        return self.profile.permissions if self.is_active else frozenset()

    def has_perm(self, code: str) -> bool:
        """Whether this user may do that now: the one question anybody asks."""
        return code in self.permissions

    @property
    def audit_id(self) -> str:
        """The id that the audit log keeps."""
        return str(self.id)

    @property
    def audit_name(self) -> str:
        """The name that the audit log keeps."""
        return f"{self.full_name} ({self.username})"


class SearchTermQuerySet(models.QuerySet["SearchTerm"]):
    """Named questions to the search terms."""

    def starting_with(self, word: str) -> SearchTermQuerySet:
        """Terms that begin with `word`; a range, which any database answers from the index, unlike LIKE."""
        return self.filter(word__gte=word, word__lt=word + "\U0010ffff")

    def first_users(self, number: int) -> list[uuid.UUID]:
        """The ids of the first `number` users that have one of these terms, in the order of the index."""
        found: dict[uuid.UUID, None] = {}
        for enough in (number, number * TERMS_PER_USER):  # most often each term is another user's
            ids = self.values_list("user_id", flat=True)[:enough]
            found = dict.fromkeys(ids)
            if len(found) >= number or len(ids) < enough:
                break
        return list(found)[:number]

    def of_the_same_user(self) -> Exists:
        """A filter for what has a `user`: whether these terms have one of that user's."""
        return Exists(self.filter(user_id=OuterRef("user_id")))


class SearchTerm(models.Model):
    """One word of a user's name or e-mail address, so that search stays quick with a million users."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="search_terms", db_index=False)
    word = models.CharField(max_length=80)

    objects = SearchTermQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "user"], name="search_term_unique"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "word"]),
        ]

    def __str__(self) -> str:
        return self.word


def search_words(text: str) -> set[str]:
    """What somebody who types `text` looks for: its words, lower-cased."""
    return {word[:80] for word in text.lower().replace(",", " ").split()}


def searchable_words(user: User) -> set[str]:
    """Where a search may begin: each word of the name and the address, and the whole address."""
    words = search_words(f"{user.full_name} {user.email} {user.username}")
    return words | {part[:80] for word in words for part in re.split(r"[@.\-_+]", word) if part}
