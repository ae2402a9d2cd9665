import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_rounds_and_imports")]

    operations = [
        migrations.AlterField(
            model_name="answer",
            name="update",
            field=models.OneToOneField(
                blank=True,
                help_text="The update that it became",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="answer",
                to="actions.statusupdate",
            ),
        ),
    ]
