from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assets", "0009_by_name_in_any_case")]

    operations = [
        migrations.AddIndex(
            model_name="media",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", True), ("awaits_approval", True)),
                fields=["removed_at", "created_at", "id"],
                name="media_waiting",
            ),
        ),
    ]
