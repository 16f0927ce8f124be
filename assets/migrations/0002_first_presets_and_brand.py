"""What no portal works without: the derivatives that clients rely on, and one brand to upload to."""

from django.db import migrations

PRESETS = [("mini", 80, 80), ("thul", 250, 250), ("webimage", 800, 800)]


def add(apps, schema_editor):
    preset = apps.get_model("assets", "DerivativePreset")
    for name, width, height in PRESETS:
        preset.objects.get_or_create(
            name=name, defaults={"width": width, "height": height, "is_builtin": True}
        )
    brand = apps.get_model("assets", "Brand")
    if not brand.objects.exists():
        brand.objects.create(name="Our brand")


def remove(apps, schema_editor):
    names = [name for name, _, _ in PRESETS]
    apps.get_model("assets", "DerivativePreset").objects.filter(name__in=names, is_builtin=True).delete()


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
