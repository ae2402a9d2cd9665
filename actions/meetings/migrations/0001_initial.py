import csp.words_kept
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('actions', '0001_initial'),
        ('partners', '0001_initial'),
        ('partners', '__first__'),
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalMeeting',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='day')),
                ('venue', models.CharField(blank=True, max_length=200, verbose_name='place and time')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('body', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.meetingbody')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical meeting',
                'verbose_name_plural': 'historical meetings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='day')),
                ('venue', models.CharField(blank=True, max_length=200, verbose_name='place and time')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='plans.meetingbody')),
            ],
            options={
                'ordering': ['body', '-held_on'],
                'constraints': [models.UniqueConstraint(models.F('body'), models.F('held_on'), name='meeting_unique_on_day')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notes', models.TextField(blank=True)),
                ('begun_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.TextField(blank=True, editable=False)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='meetings.meeting')),
            ],
            options={
                'verbose_name_plural': 'minutes',
                'ordering': ['meeting'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None), ('words', '')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('words', ''), _negated=True)), _connector='OR'), name='minutes_confirmed_with_words'), models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('finished_at__isnull', False), _connector='OR'), name='minutes_confirmed_once_finished')],
            },
        ),
        migrations.CreateModel(
            name='MeetingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('point', 'An open point: the next agenda shows it until it is closed'), ('action', 'A new action of the plan'), ('noted', 'Agreed or noted: nobody has to do anything')], max_length=10)),
                ('text', models.TextField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('outcome', models.TextField(blank=True, verbose_name='what came of it')),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meeting_decisions', to='actions.action')),
                ('became', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decided_at', to='actions.action')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.agency')),
                ('closed_in', models.ForeignKey(blank=True, help_text='The meeting that heard what came of it', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='closed', to='meetings.minutes')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='meetings.minutes')),
            ],
            options={
                'ordering': ['minutes', 'pk'],
                'indexes': [csp.words_kept.KeptWords(fields=['text', 'outcome'], name='meeting_decision_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='meeting_decision_has_text'), models.CheckConstraint(condition=models.Q(('kind', 'noted'), models.Q(('due_on__isnull', False), ('owner__isnull', False)), _connector='OR'), name='meeting_decision_has_owner_and_day'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by', None), ('closed_in', None), ('closed_on', None), ('outcome', '')), models.Q(('closed_by__isnull', False), ('closed_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='meeting_decision_closed_by_somebody_with_outcome')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMeetingDecision',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('point', 'An open point: the next agenda shows it until it is closed'), ('action', 'A new action of the plan'), ('noted', 'Agreed or noted: nobody has to do anything')], max_length=10)),
                ('text', models.TextField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField(blank=True, editable=False)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('outcome', models.TextField(blank=True, verbose_name='what came of it')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('became', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.agency')),
                ('closed_in', models.ForeignKey(blank=True, db_constraint=False, help_text='The meeting that heard what came of it', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.minutes')),
                ('minutes', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.minutes')),
            ],
            options={
                'verbose_name': 'historical meeting decision',
                'verbose_name_plural': 'historical meeting decisions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.agency')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='meetings.minutes')),
            ],
            options={
                'verbose_name_plural': 'attendance',
                'ordering': ['minutes', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('minutes'), models.F('agency'), name='attendance_once_at_meeting')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('section', models.CharField(choices=[('trouble', 'At risk or off track'), ('moved', 'Timescale moved'), ('silent', 'Without an update'), ('open', 'Decided and still open')], max_length=10)),
                ('title', models.TextField()),
                ('status', models.CharField(blank=True, max_length=20)),
                ('owners', models.TextField(blank=True)),
                ('said', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actions.action')),
                ('point', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='meetings.meetingdecision')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='meetings.minutes')),
            ],
            options={
                'ordering': ['minutes', 'position'],
            },
        ),
        migrations.CreateModel(
            name='UpdateTaken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates_taken', to='meetings.minutes')),
                ('update', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='taken_at', to='actions.statusupdate')),
            ],
            options={
                'verbose_name_plural': 'updates taken',
                'ordering': ['minutes', 'pk'],
            },
        ),
    ]
