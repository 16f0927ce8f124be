from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("assets", "0011_no_rights_of_what_is_gone")]

    operations = [
        migrations.AddConstraint(
            model_name="smartfilter",
            constraint=models.UniqueConstraint(
                Lower(KeyTextTransform("en_US", "labels")), name="smartfilter_label_unique"
            ),
        ),
    ]
