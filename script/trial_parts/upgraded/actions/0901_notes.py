"""A table that refers to another, with a row for each of that."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, editor: Any) -> None:
    actions = apps.get_model("actions", "Action")._base_manager.using(editor.connection.alias)
    notes = apps.get_model("actions", "TrialNote")._base_manager.using(editor.connection.alias)
    for action in actions.all():
        notes.create(action=action, text=action.wording)


class Migration(migrations.Migration):
    dependencies = [("actions", "0900_words")]
    operations = [
        migrations.CreateModel(
            "TrialNote",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("action", models.ForeignKey("actions.Action", models.CASCADE)),
                ("text", models.TextField(db_index=True)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
