import django.db.models.deletion
import django.db.models.functions.text
import reports.models
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
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=60)),
                ('title', models.CharField(help_text='As printed: “Partnership Plan 2017 to 2018”', max_length=200)),
                ('words', models.TextField(blank=True, editable=False, help_text='Of its web page: reports/published_words.py')),
                ('changed', models.TextField(blank=True, help_text='Since the edition before, in the issuer’s words', verbose_name='what has changed')),
                ('counted', models.TextField(blank=True, editable=False, help_text='The same, counted: reports/frozen')),
                ('issued_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='plans.plan')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['plan', '-number'],
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('number'), name='edition_number_unique_in_plan'), models.UniqueConstraint(models.F('plan'), django.db.models.functions.text.Lower('label'), name='edition_label_unique_in_plan'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='edition_counts_from_one'), models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='edition_has_label'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None), ('withdrawn_reason', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='edition_withdrawn_by_somebody_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='EditionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.SlugField(help_text='As in file names: “pdf”; “archive-pdf” for “….archive.pdf”', max_length=20)),
                ('label', models.CharField(help_text='What readers call it: “Web page”', max_length=60)),
                ('content_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
                ('checksum', models.CharField(max_length=64, verbose_name='SHA-256 checksum')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.edition')),
            ],
            options={
                'ordering': ['edition', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('edition'), models.F('format'), name='edition_file_format_unique')],
            },
        ),
        migrations.CreateModel(
            name='Rendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format_name', models.SlugField(help_text='As in file names: “pdf”', max_length=20, verbose_name='format')),
                ('fingerprint', models.CharField(help_text='Of all that goes into it', max_length=64)),
                ('name', models.CharField(help_text='What it is called as a download', max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('making', 'Making'), ('made', 'Made'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('document', models.BinaryField(help_text='What is to be made, until it is; only makers read it', null=True)),
                ('media', models.JSONField(default=list, help_text='The names of the pictures in it')),
                ('attempts', models.PositiveSmallIntegerField(default=0, help_text='How often it was begun; what an attempt writes names its number')),
                ('heard_at', models.DateTimeField(help_text='When whoever makes it last said so; long ago, it is taken up again', null=True)),
                ('progress', models.CharField(blank=True, max_length=200)),
                ('failure', models.TextField(blank=True, help_text='In words for the reader')),
                ('file', models.FileField(blank=True, max_length=200, storage=reports.models.renderings, upload_to='')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renderings', to='plans.plan')),
            ],
            options={
                'ordering': ['plan', '-asked_at'],
                'indexes': [models.Index(models.F('asked_at'), condition=models.Q(('state__in', ['waiting', 'making'])), name='rendering_under_way')],
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('format_name'), models.F('fingerprint'), name='rendering_fingerprint_unique'), models.CheckConstraint(condition=models.Q(('state', 'made'), ('file', ''), _connector='XOR'), name='rendering_made_has_file'), models.CheckConstraint(condition=models.Q(('state', 'failed'), ('failure', ''), _connector='XOR'), name='rendering_failed_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='AcceptedFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Of the Finding: reports/checks', max_length=64)),
                ('words', models.TextField(help_text='What the finding said')),
                ('reason', models.TextField()),
                ('accepted_at', models.DateTimeField(auto_now_add=True)),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepted_findings', to='plans.plan')),
            ],
            options={
                'ordering': ['plan', 'accepted_at'],
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('key'), name='accepted_finding_unique_in_plan'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='accepted_finding_has_reason')],
            },
        ),
    ]
