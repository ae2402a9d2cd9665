import actions.rounds.models
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import re
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
            name='HistoricalUpdateRound',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(help_text='For example, “Quarter 2”', max_length=100)),
                ('message', models.TextField(blank=True, help_text='What else the email says')),
                ('closes_on', models.DateField(help_text='The last day on which answers are in time')),
                ('reminder_days', models.CharField(blank=True, default='-7,0,3', help_text='Days from the closing day: -7 is a week before it, 0 the day, 3 after it', max_length=60, validators=[django.core.validators.RegexValidator(re.compile('^(-)?\\d+(?:,(-)?\\d+)*\\Z'), code='invalid', message=None)])),
                ('opened_at', models.DateTimeField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan')),
            ],
            options={
                'verbose_name': 'historical update round',
                'verbose_name_plural': 'historical update rounds',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='UpdateRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(blank=True, help_text='If it was asked later than when the round was opened', null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('to_sign_at', models.DateTimeField(blank=True, null=True)),
                ('to_sign_by', models.CharField(blank=True, help_text='Who asked for sign-off', max_length=200)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='partners.agency')),
            ],
            options={
                'ordering': ['round', 'agency__name'],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('purpose', models.CharField(choices=[('asked', 'Asked for the agency'), ('signs', 'Signs off for the agency'), ('passed', 'An action was passed on to it')], default='asked', max_length=10)),
                ('passed_by', models.CharField(blank=True, help_text='The address of whoever passed the action on', max_length=254)),
                ('passed_at', models.DateTimeField(blank=True, null=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('key', models.CharField(default=actions.rounds.models.new_key, editable=False, max_length=32)),
                ('action', models.ForeignKey(blank=True, help_text='That alone', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actions.action')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partners.contact')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='rounds.updaterequest')),
            ],
            options={
                'ordering': ['request', 'email'],
                'constraints': [models.UniqueConstraint(models.F('request'), django.db.models.functions.text.Lower('email'), condition=models.Q(('purpose', 'passed'), _negated=True), name='recipient_unique_in_request'), models.UniqueConstraint(models.F('request'), models.F('action'), django.db.models.functions.text.Lower('email'), condition=models.Q(('purpose', 'passed'), ('taken_back_at', None)), name='recipient_of_action_unique_in_request'), models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', False), ('passed_at__isnull', False), ('purpose', 'passed')), models.Q(models.Q(('purpose', 'passed'), _negated=True), ('action', None), ('passed_at', None), ('taken_back_at', None)), _connector='OR'), name='recipient_passed_on_has_action')],
            },
        ),
        migrations.CreateModel(
            name='PartnerQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.EmailField(blank=True, help_text='The mailbox to which the reply goes', max_length=254)),
                ('reply', models.TextField(blank=True)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_questions', to='actions.action')),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='rounds.recipient')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='rounds.updaterequest')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('replied_at', None), ('replied_by', None), ('reply', '')), models.Q(models.Q(('reply', ''), _negated=True), ('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='partner_question_reply_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAnswer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('returned', 'Sent back with a question'), ('accepted', 'Accepted')], default='draft', max_length=10)),
                ('status', models.CharField(blank=True, choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('complete', 'Complete'), ('not_pursued', 'Not pursued')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('no_change', models.BooleanField(default=False, help_text='Nothing new since the latest update, of the same status')),
                ('given_by', models.CharField(blank=True, help_text='Who says it for the agency', max_length=200, verbose_name='name')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('question', models.TextField(blank=True)),
                ('accepted_on', models.DateField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('given_to', models.ForeignKey(blank=True, db_constraint=False, help_text='The officer who took it by telephone', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('questioned_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('update', models.ForeignKey(blank=True, db_constraint=False, help_text='The update that it became', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.statusupdate')),
                ('request', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rounds.updaterequest')),
            ],
            options={
                'verbose_name': 'historical answer',
                'verbose_name_plural': 'historical answers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('returned', 'Sent back with a question'), ('accepted', 'Accepted')], default='draft', max_length=10)),
                ('status', models.CharField(blank=True, choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('complete', 'Complete'), ('not_pursued', 'Not pursued')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('no_change', models.BooleanField(default=False, help_text='Nothing new since the latest update, of the same status')),
                ('given_by', models.CharField(blank=True, help_text='Who says it for the agency', max_length=200, verbose_name='name')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('question', models.TextField(blank=True)),
                ('accepted_on', models.DateField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='actions.action')),
                ('given_to', models.ForeignKey(blank=True, help_text='The officer who took it by telephone', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('questioned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('update', models.OneToOneField(blank=True, help_text='The update that it became', null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='answer', to='actions.statusupdate')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='rounds.updaterequest')),
            ],
            options={
                'ordering': ['request', 'action'],
                'constraints': [models.UniqueConstraint(models.F('request'), models.F('action'), name='answer_unique_in_request'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(models.Q(('text', ''), _negated=True), models.Q(('status', ''), _negated=True), ('sent_at__isnull', False)), _connector='OR'), name='answer_sent_is_whole'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('status__in', ['at_risk', 'off_track']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='answer_off_track_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('question', ''), _negated=True), _connector='OR'), name='answer_returned_with_question'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_by__isnull', False), ('accepted_on__isnull', False), ('state', 'accepted'), ('update__isnull', False)), models.Q(models.Q(('state', 'accepted'), _negated=True), ('accepted_by', None), ('accepted_on', None), ('update', None)), _connector='OR'), name='answer_accepted_is_an_update')],
            },
        ),
        migrations.CreateModel(
            name='UpdateRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For example, “Quarter 2”', max_length=100)),
                ('message', models.TextField(blank=True, help_text='What else the email says')),
                ('closes_on', models.DateField(help_text='The last day on which answers are in time')),
                ('reminder_days', models.CharField(blank=True, default='-7,0,3', help_text='Days from the closing day: -7 is a week before it, 0 the day, 3 after it', max_length=60, validators=[django.core.validators.RegexValidator(re.compile('^(-)?\\d+(?:,(-)?\\d+)*\\Z'), code='invalid', message=None)])),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='plans.plan')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.UniqueConstraint(models.F('plan'), django.db.models.functions.text.Lower('name'), name='round_name_unique_in_plan')],
            },
        ),
        migrations.AddField(
            model_name='updaterequest',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='rounds.updateround'),
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('link', models.URLField(blank=True, max_length=500)),
                ('file', models.BinaryField(blank=True, null=True)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='rounds.answer')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['answer', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('link', ''), _negated=True), ('file', None), ('file_name', '')), models.Q(('file__isnull', False), ('link', ''), models.Q(('file_name', ''), _negated=True)), _connector='OR'), name='evidence_is_a_file_or_a_link')],
            },
        ),
        migrations.AddConstraint(
            model_name='updaterequest',
            constraint=models.UniqueConstraint(models.F('round'), models.F('agency'), name='request_unique_in_round'),
        ),
    ]
