"""How collections are shared: with whom, for how long, and the mail that tells them."""

from collections.abc import Collection as Some
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from accounts.mails import send
from accounts.models import Group, PermissionProfile, User
from accounts.permissions import Permission, require
from portal.audit.actions import Action
from portal.audit.record import Door, record
from portal.wording import VendorsWords

from .collections import target, to_edit
from .models import Collection, CollectionShare, PrincipalType, ShareLevel

AT_ONCE = 100  # addresses: the portal is no mailing list
LONGEST_MESSAGE = 2000


@dataclass(frozen=True)
class Terms:
    """On which terms a collection is shared."""

    level: ShareLevel = ShareLevel.VIEW
    login_required: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Mail:
    """The mail to those who are named by address: a message, and the portal's address for the link."""

    base_url: str
    message: str = ""


@transaction.atomic
def share(
    collection: Collection,
    *,
    by: User,
    door: Door,
    terms: Terms,
    recipients: Iterable[str] = (),
    groups: Iterable[Group] = (),
    profiles: Iterable[PermissionProfile] = (),
    mail: Mail | None = None,
) -> list[CollectionShare]:
    """Share the collection; with whom it is shared already, the terms are new and the link stays.

    ValidationError names what is wrong; PermissionDenied when `by` may not edit or not share it.
    """
    require(by, Permission.SHARE_COLLECTIONS, "Sharing collections")
    collection = to_edit(collection, by)
    addresses = list(dict.fromkeys(address.strip().lower() for address in recipients if address.strip()))
    audience = [*({"recipient": address} for address in addresses), *_members(groups, profiles)]
    _check(audience, addresses, terms, mail, now=door.moment)
    new = {**asdict(terms), "mail_failed": False}
    shares = [
        CollectionShare.objects.update_or_create(collection=collection, **whom, defaults=new)[0]
        for whom in audience
    ]
    names = list(audience_of(shares).values())
    about = target(collection)
    record(Action.COLLECTION_SHARED, by=by, door=door, target=about, audience=names, level=terms.level)
    if mail is not None and (ids := [one.pk for one in shares if one.recipient]):
        transaction.on_commit(partial(send_mails.enqueue, ids, str(by.pk), mail.base_url, mail.message))
    return shares


@transaction.atomic
def unshare(shared: CollectionShare, *, by: User, door: Door) -> None:
    """End the share at once: its link leads nowhere. PermissionDenied as for `share`."""
    require(by, Permission.SHARE_COLLECTIONS, "Sharing collections")
    collection = to_edit(shared.collection, by)
    names = list(audience_of([shared]).values())
    record(Action.COLLECTION_UNSHARED, by=by, door=door, target=target(collection), audience=names)
    shared.delete()


def audience_of(shares: Some[CollectionShare]) -> dict[int, str]:
    """Primary key of each share → with whom it is, in words."""
    principals = {share.principal_id for share in shares if share.principal_id}
    names: dict[Any, str] = {}
    for model in (Group, PermissionProfile):
        names |= dict(model.objects.filter(pk__in=principals).values_list("pk", "name"))
    return {
        share.pk: share.recipient or names.get(share.principal_id, "somebody deleted") for share in shares
    }


@task()
def send_mails(share_ids: list[int], sender_id: str, base_url: str, message: str) -> None:
    """Tell those with whom the collection is shared, at the addresses that were named.

    A share whose mail can't be sent says so to those who see with whom the collection is shared.
    """
    sender = User.objects.get(pk=sender_id)
    rows = CollectionShare.objects.filter(pk__in=share_ids)
    mails = {share: _mail(share, sender, base_url, message) for share in rows.select_related("collection")}
    sent = [share.pk for share in send(mails)]
    rows.exclude(pk__in=sent).update(mail_failed=True)
    rows.filter(pk__in=sent).update(mail_failed=False)


def _mail(share: CollectionShare, sender: User, base_url: str, message: str) -> EmailMessage:
    context = {
        "share": share,
        "collection": share.collection,
        "sender": sender,
        "message": message,
        "link": base_url + reverse("share", args=[share.link]),
    }
    return EmailMessage(
        subject=" ".join(render_to_string("assets/share_mail_subject.txt", context).split()),
        body=render_to_string("assets/share_mail.txt", context),
        to=[share.recipient],
        reply_to=[sender.email],
    )


def _members(groups: Iterable[Group], profiles: Iterable[PermissionProfile]) -> list[dict[str, Any]]:
    return [
        *({"principal_type": PrincipalType.GROUP, "principal_id": group.pk} for group in groups),
        *({"principal_type": PrincipalType.PROFILE, "principal_id": profile.pk} for profile in profiles),
    ]


def _check(
    audience: Some[Any], addresses: Some[str], terms: Terms, mail: Mail | None, *, now: datetime
) -> None:
    """ValidationError names everything that is wrong."""
    problems = {
        "recipients": _wrong_addresses(addresses),
        "ends_at": _wrong_end(terms, now),
        "message": _wrong_message(mail),
    }
    found = {name: message for name, message in problems.items() if message}
    if not audience:
        message = "Recipients, groups or profiles must contain at least one entry"
        nobody = {"recipients": "Name at least one e-mail address, group or permission profile."}
        raise VendorsWords(message, for_people=found | nobody)
    if found:
        raise ValidationError(found)


def _wrong_addresses(addresses: Some[str]) -> str:
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            return f"“{address[:60]}” is no e-mail address."
    return f"Send at most {AT_ONCE} addresses at once." if len(addresses) > AT_ONCE else ""


def _wrong_end(terms: Terms, now: datetime) -> str:
    if terms.ends_at is None:
        return ""
    if terms.starts_at and terms.ends_at <= terms.starts_at:
        return "The end must come after the start."
    return "The end has passed already. Choose a later one." if terms.ends_at <= now else ""


def _wrong_message(mail: Mail | None) -> str:
    too_long = mail is not None and len(mail.message) > LONGEST_MESSAGE
    return f"A message has at most {LONGEST_MESSAGE} characters." if too_long else ""
