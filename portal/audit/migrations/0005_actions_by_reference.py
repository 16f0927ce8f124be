from django.db import migrations, models

import portal.audit.models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_told_moments"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(choices=portal.audit.models.actions, max_length=40),
        ),
    ]
