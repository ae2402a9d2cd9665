import actions.models
import csp.words_kept
import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
        ('partners', '__first__'),
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('reference', models.CharField(blank=True, help_text='As printed: “1.10” and “2.1.” are both kept', max_length=20)),
                ('wording', models.TextField()),
                ('owners_as_written', models.TextField(blank=True, help_text='The owner cell of the document it came from')),
                ('timescale', models.CharField(blank=True, help_text='In the plan’s words: “By March 2017”', max_length=200)),
                ('timescale_kind', models.CharField(choices=[('none', 'None given'), ('ongoing', 'Ongoing'), ('due', 'Due by a day'), ('recurring', 'Recurring'), ('words', 'In words only')], default='none', editable=False, max_length=10)),
                ('due_on', models.DateField(blank=True, editable=False, null=True)),
                ('measure', models.TextField(blank=True)),
                ('outcome', models.TextField(blank=True)),
                ('resources', models.TextField(blank=True)),
                ('extra_1', models.TextField(blank=True, verbose_name='first own column')),
                ('extra_2', models.TextField(blank=True, verbose_name='second own column')),
                ('pier', models.CharField(blank=True, choices=[('prevention', 'Prevention'), ('intelligence', 'Intelligence'), ('enforcement', 'Enforcement'), ('reassurance', 'Reassurance')], max_length=20, verbose_name='class')),
                ('key', models.CharField(default=actions.models.new_key, editable=False, help_text='Tells it from the plan’s others for good, in the addresses of published pages', max_length=8)),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('complete', 'Complete'), ('not_pursued', 'Not pursued')], default='not_started', editable=False, max_length=20)),
                ('heard_on', models.DateField(editable=False, null=True)),
                ('year_end_wording', models.TextField(blank=True, help_text='What the review prints, if not the latest update')),
                ('fate', models.CharField(blank=True, choices=[('carried_on', 'Carried on'), ('reworded', 'Carried on in other words'), ('merged', 'Merged into another action'), ('split', 'Split into several'), ('dropped', 'Dropped')], max_length=20, verbose_name='fate at year end')),
                ('fate_reason', models.TextField(blank=True, verbose_name='why')),
                ('carries_on', models.ForeignKey(blank=True, help_text='The action of last year’s plan that this one continues', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_on_by', to='actions.action')),
                ('merged_into', models.ForeignKey(blank=True, help_text='The action of next year’s plan into which this one was merged', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_from', to='actions.action')),
                ('priority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='plans.priority')),
                ('strand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='plans.strand')),
            ],
            options={
                'ordering': ['priority', models.OrderBy(models.F('strand__position'), nulls_first=True), 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ActionRecommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actions.action')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.recommendation')),
            ],
            options={
                'verbose_name': 'link of an action to a recommendation',
                'verbose_name_plural': 'links of actions to recommendations',
                'constraints': [models.UniqueConstraint(models.F('action'), models.F('recommendation'), name='action_answers_recommendation_once')],
            },
        ),
        migrations.AddField(
            model_name='action',
            name='recommendations',
            field=models.ManyToManyField(related_name='actions', through='actions.ActionRecommendation', to='plans.recommendation'),
        ),
        migrations.CreateModel(
            name='ActionTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actions.action')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.crosscuttingtheme')),
            ],
            options={
                'verbose_name': 'link of an action to a cross-cutting theme',
                'verbose_name_plural': 'links of actions to cross-cutting themes',
                'constraints': [models.UniqueConstraint(models.F('action'), models.F('theme'), name='action_of_cross_cutting_theme_once')],
            },
        ),
        migrations.AddField(
            model_name='action',
            name='cross_cutting_themes',
            field=models.ManyToManyField(related_name='actions', through='actions.ActionTheme', to='plans.crosscuttingtheme'),
        ),
        migrations.CreateModel(
            name='HistoricalActionDecision',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('fate_reason', models.TextField(blank=True)),
                ('fate', models.CharField(blank=True, choices=[('carried_on', 'Carried on'), ('reworded', 'Carried on in other words'), ('merged', 'Merged into another action'), ('split', 'Split into several'), ('dropped', 'Dropped')], max_length=20)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, help_text='The plan that it was decided for', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan')),
                ('row', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
            ],
            options={
                'verbose_name': 'historical action decision',
                'verbose_name_plural': 'historical action decisions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalActionRecommendation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recommendation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.recommendation')),
            ],
            options={
                'verbose_name': 'historical link of an action to a recommendation',
                'verbose_name_plural': 'historical links of actions to recommendations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalActionTheme',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.crosscuttingtheme')),
            ],
            options={
                'verbose_name': 'historical link of an action to a cross-cutting theme',
                'verbose_name_plural': 'historical links of actions to cross-cutting themes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalOwner',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('unit', models.CharField(blank=True, max_length=100)),
                ('is_lead', models.BooleanField(default=False, verbose_name='lead agency')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.agency')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical owner',
                'verbose_name_plural': 'historical owners',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Owner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(blank=True, max_length=100)),
                ('is_lead', models.BooleanField(default=False, verbose_name='lead agency')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owners', to='actions.action')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ownerships', to='partners.agency')),
            ],
            options={
                'ordering': ['action_id', 'position'],
                'constraints': [models.UniqueConstraint(models.F('action'), models.F('agency'), models.F('unit'), name='owner_unique_in_action')],
            },
        ),
        migrations.CreateModel(
            name='StatusUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('complete', 'Complete'), ('not_pursued', 'Not pursued')], max_length=20)),
                ('status_as_written', models.TextField(blank=True, help_text="The file's own words for the status, where they are others")),
                ('text', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('is_nothing_new', models.BooleanField(default=False)),
                ('imported_from', models.CharField(blank=True, help_text='The name of the file', max_length=200)),
                ('made_on', models.DateField(help_text='The day of which it was said')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('said_by', models.CharField(blank=True, editable=False, help_text='Who said it, if it came with a plan from elsewhere; it was put in by made_by', max_length=200)),
                ('strike', models.CharField(blank=True, choices=[('mistake', 'Entered by mistake'), ('withdrawn', 'Withdrawn'), ('replaced', 'Put in other words')], max_length=20, verbose_name='struck out as')),
                ('struck_at', models.DateTimeField(blank=True, null=True, verbose_name='struck out at')),
                ('struck_reason', models.TextField(blank=True, verbose_name='struck out because')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='all_updates', to='actions.action')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='status_updates', to=settings.AUTH_USER_MODEL)),
                ('struck_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_on', '-pk'],
                'default_manager_name': 'every',
                'indexes': [models.Index(fields=['action', '-made_on'], name='status_update_of_action'), csp.words_kept.KeptWords(fields=['text', 'reason'], name='status_update_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('imported_from', ''), _negated=True), ('is_nothing_new', True), _connector='OR'), name='status_update_has_text'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['at_risk', 'off_track']), _negated=True), models.Q(('reason', ''), _negated=True), models.Q(('imported_from', ''), _negated=True), ('is_nothing_new', True), _connector='OR'), name='status_update_off_track_has_reason'), models.CheckConstraint(condition=models.Q(('is_nothing_new', False), models.Q(('reason', ''), ('text', '')), _connector='OR'), name='status_update_nothing_new_has_no_words'), models.CheckConstraint(condition=models.Q(models.Q(('strike', ''), ('struck_at', None), ('struck_by', None), ('struck_reason', '')), models.Q(models.Q(('strike', ''), _negated=True), ('struck_at__isnull', False), ('struck_by__isnull', False), models.Q(('struck_reason', ''), _negated=True)), _connector='OR'), name='status_update_struck_out_by_whom_and_why')],
            },
            managers=[
                ('every', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalAction',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('reference', models.CharField(blank=True, help_text='As printed: “1.10” and “2.1.” are both kept', max_length=20)),
                ('wording', models.TextField()),
                ('owners_as_written', models.TextField(blank=True, help_text='The owner cell of the document it came from')),
                ('timescale', models.CharField(blank=True, help_text='In the plan’s words: “By March 2017”', max_length=200)),
                ('timescale_kind', models.CharField(choices=[('none', 'None given'), ('ongoing', 'Ongoing'), ('due', 'Due by a day'), ('recurring', 'Recurring'), ('words', 'In words only')], default='none', editable=False, max_length=10)),
                ('due_on', models.DateField(blank=True, editable=False, null=True)),
                ('measure', models.TextField(blank=True)),
                ('outcome', models.TextField(blank=True)),
                ('resources', models.TextField(blank=True)),
                ('extra_1', models.TextField(blank=True, verbose_name='first own column')),
                ('extra_2', models.TextField(blank=True, verbose_name='second own column')),
                ('pier', models.CharField(blank=True, choices=[('prevention', 'Prevention'), ('intelligence', 'Intelligence'), ('enforcement', 'Enforcement'), ('reassurance', 'Reassurance')], max_length=20, verbose_name='class')),
                ('key', models.CharField(default=actions.models.new_key, editable=False, help_text='Tells it from the plan’s others for good, in the addresses of published pages', max_length=8)),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('complete', 'Complete'), ('not_pursued', 'Not pursued')], default='not_started', editable=False, max_length=20)),
                ('heard_on', models.DateField(editable=False, null=True)),
                ('year_end_wording', models.TextField(blank=True, help_text='What the review prints, if not the latest update')),
                ('fate', models.CharField(blank=True, choices=[('carried_on', 'Carried on'), ('reworded', 'Carried on in other words'), ('merged', 'Merged into another action'), ('split', 'Split into several'), ('dropped', 'Dropped')], max_length=20, verbose_name='fate at year end')),
                ('fate_reason', models.TextField(blank=True, verbose_name='why')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('carries_on', models.ForeignKey(blank=True, db_constraint=False, help_text='The action of last year’s plan that this one continues', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, help_text='The action of next year’s plan into which this one was merged', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('priority', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.priority')),
                ('strand', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.strand')),
                ('latest_update', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.statusupdate')),
            ],
            options={
                'verbose_name': 'historical action',
                'verbose_name_plural': 'historical actions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='action',
            name='latest_update',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actions.statusupdate'),
        ),
        migrations.CreateModel(
            name='UpdateEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('link', models.URLField(blank=True, max_length=500)),
                ('file', models.BinaryField(blank=True, null=True)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actions.action')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('update', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='actions.statusupdate')),
            ],
            options={
                'verbose_name_plural': 'evidence of updates',
                'ordering': ['update', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('link', ''), _negated=True), ('file', None), ('file_name', '')), models.Q(('file__isnull', False), ('link', ''), models.Q(('file_name', ''), _negated=True)), _connector='OR'), name='update_evidence_is_a_file_or_a_link')],
            },
        ),
        migrations.CreateModel(
            name='ActionDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fate_reason', models.TextField(blank=True)),
                ('fate', models.CharField(blank=True, choices=[('carried_on', 'Carried on'), ('reworded', 'Carried on in other words'), ('merged', 'Merged into another action'), ('split', 'Split into several'), ('dropped', 'Dropped')], max_length=20)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_decisions', to='actions.action')),
                ('plan', models.ForeignKey(help_text='The plan that it was decided for', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.plan')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='actions.action')),
            ],
            options={
                'ordering': ['row', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('row'), models.F('plan'), name='action_decision_unique_in_plan'), models.CheckConstraint(condition=models.Q(models.Q(('fate', 'dropped'), _negated=True), models.Q(('fate_reason', ''), _negated=True), _connector='OR'), name='action_decision_dropped_with_reason'), models.CheckConstraint(condition=models.Q(('merged_into', None), ('fate', 'merged'), _connector='OR'), name='action_decision_merged_if_into_another')],
            },
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['priority', 'status'], name='action_by_status'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=csp.words_kept.KeptWords(fields=['reference', 'wording', 'owners_as_written', 'timescale', 'measure', 'outcome', 'resources', 'extra_1', 'extra_2', 'year_end_wording'], name='action_words'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=csp.words_kept.KeptWords(fields=['fate_reason'], name='action_fate_words'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('timescale_kind', 'due')), models.Q(models.Q(('timescale_kind', 'due'), _negated=True), ('due_on', None)), _connector='OR'), name='action_due_day_only_when_due'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fate', 'dropped'), _negated=True), models.Q(('fate_reason', ''), _negated=True), _connector='OR'), name='action_dropped_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('carries_on', None), models.Q(('carries_on', models.F('id')), _negated=True), _connector='OR'), name='action_carries_on_another'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('fate', 'merged'), _connector='OR'), name='action_merged_if_into_another'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('wording', ''), _negated=True), name='action_has_wording'),
        ),
    ]
