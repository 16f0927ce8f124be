from django.db import models
from django.utils import timezone


class FeatureState(models.Model):
    """Whether a feature is on. No row: it has never been switched, so it is off."""

    name = models.CharField(max_length=40, primary_key=True)
    enabled = models.BooleanField()
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name}: {'on' if self.enabled else 'off'}"
