import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '__first__'),
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('choosing', 'Not yet imported'), ('imported', 'Imported'), ('taken_back', 'Undone')], default='choosing', max_length=10)),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
                ('tables', models.JSONField(help_text='The tables of the file, as they were read')),
                ('choices', models.JSONField(default=dict, help_text='What its columns and owners mean')),
                ('made', models.JSONField(default=dict, help_text='The rows that it added, by model')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='plans.plan')),
                ('started_by', models.ForeignKey(blank=True, help_text='Empty: the command', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('imported_at', None), ('state', 'choosing')), models.Q(models.Q(('state', 'choosing'), _negated=True), ('imported_at__isnull', False)), _connector='OR'), name='plan_import_has_its_time')],
            },
        ),
    ]
