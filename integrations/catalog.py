"""Rules about the catalog: adding and retiring integrations."""

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.audit.actions import Action
from portal.audit.record import Actor, Door, Target, record

from .models import Integration


@transaction.atomic
def add(*, by: Actor, door: Door, name: str, vendor: str, category: str) -> Integration:
    """A new entry; a retired one of that name comes back. ValidationError names the wrong field."""
    integration = Integration.objects.filter(name__iexact=name.strip(), is_active=False).first()
    integration = integration or Integration()
    integration.name, integration.vendor, integration.category = name.strip(), vendor.strip(), category
    integration.is_active = True
    integration.full_clean()
    integration.save()
    record(Action.INTEGRATION_ADDED, by=by, door=door, target=_target(integration))
    return integration


@transaction.atomic
def retire(integration: Integration, *, by: Actor, door: Door) -> None:
    """Take the integration out of the dropdown; its tokens keep it and go on working."""
    if not integration.is_active:
        message = f"{integration.name} is retired already."
        raise ValidationError(message)
    integration.is_active = False
    integration.save(update_fields=["is_active"])
    record(Action.INTEGRATION_RETIRED, by=by, door=door, target=_target(integration))


def named(name: str) -> Integration:
    """The active integration called `name`, in any case; ValidationError lists the nearest ones."""
    integration = Integration.objects.choices().filter(name__iexact=name.strip()).first()
    if integration is None:
        near = Integration.objects.choices().filter(name__icontains=name.strip()[:3])[:5]
        hint = f" Did you mean {', '.join(map(str, near))}?" if near else ""
        message = (
            f"There is no active integration called {name!r}.{hint} `manage.py integrations list` shows all."
        )
        raise ValidationError({"integration": message})
    return integration


def _target(integration: Integration) -> Target:
    return Target("integration", str(integration.pk), integration.name)
