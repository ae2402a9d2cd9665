"""A field with a value for each update that there is, and an index on it."""

from typing import Any

from django.db import migrations, models

LAST = "0001_initial"
BATCH = 50


def fill(apps: Any, editor: Any) -> None:
    updates = apps.get_model("actions", "StatusUpdate")._base_manager.using(editor.connection.alias)
    for first in range(0, updates.count(), BATCH):
        some = list(updates.order_by("pk")[first : first + BATCH])
        for update in some:
            update.words = len(update.text)
        updates.bulk_update(some, ["words"])


class Migration(migrations.Migration):
    dependencies = [("actions", LAST)]
    operations = [
        migrations.AddField("StatusUpdate", "words", models.IntegerField(default=0)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex("StatusUpdate", models.Index(fields=["words"], name="trial_words")),
    ]
