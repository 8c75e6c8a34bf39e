"""Duty lists with versions and items, exceptions with an end, and stated staff hours."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_initial"),
        ("orgs", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Admission",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.CharField(max_length=12)),
                ("words", models.CharField(max_length=200)),
                ("item_code", models.CharField(blank=True, max_length=40)),
                (
                    "case_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("unit_kind", models.CharField(max_length=20)),
                ("share", models.CharField(choices=[("lead", "lead"), ("assist", "assist")], max_length=6)),
                ("basis", models.TextField()),
                ("hours", models.DecimalField(decimal_places=2, max_digits=7)),
                (
                    "period",
                    models.CharField(
                        choices=[("month", "month"), ("quarter", "quarter"), ("year", "year")], max_length=7
                    ),
                ),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("ended", "Ended early"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_on", models.DateField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AdmissionDeed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.CharField(max_length=12)),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("ended", "Ended early"),
                        ],
                        max_length=8,
                    ),
                ),
                ("account", models.UUIDField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "admission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="duties.admission"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DutyList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.CharField(blank=True, default="", max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[("own", "own"), ("assist", "assist"), ("admitted", "admitted"), ("barred", "barred")],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")], default="draft", max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("basis", models.TextField()),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("V", "read in the official text"),
                            ("I", "inferred from how the standard is applied"),
                            ("M", "well known, not re-read"),
                            ("m", "to be checked before relying on it"),
                        ],
                        max_length=1,
                    ),
                ),
                ("is_example", models.BooleanField(default=False)),
                ("from_on", models.DateField(null=True)),
                ("to_on", models.DateField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("edits", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "kind", "version"), name="duty_list_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")), fields=("scope", "kind"), name="duty_list_one_draft"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scope", ""),
                            ("scope__regex", "^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3}([0-9]{3})?)?)?)?)?$"),
                            _connector="OR",
                        ),
                        name="duty_list_scope_is_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(("from_on__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="duty_list_published_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("position", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=200)),
                (
                    "case_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "leads",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("lead_words", models.CharField(blank=True, max_length=120)),
                (
                    "assists",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("assist_words", models.CharField(blank=True, max_length=120)),
                ("document", models.CharField(max_length=200)),
                ("article", models.CharField(blank=True, max_length=60)),
                ("document_on", models.DateField(blank=True, null=True)),
                ("hours", models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                (
                    "period",
                    models.CharField(
                        choices=[("month", "month"), ("quarter", "quarter"), ("year", "year")],
                        default="month",
                        max_length=7,
                    ),
                ),
                ("valid_from_on", models.DateField(blank=True, null=True)),
                ("valid_to_on", models.DateField(blank=True, null=True)),
                ("instead", models.CharField(blank=True, max_length=300)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("V", "read in the official text"),
                            ("I", "inferred from how the standard is applied"),
                            ("M", "well known, not re-read"),
                            ("m", "to be checked before relying on it"),
                        ],
                        default="V",
                        max_length=1,
                    ),
                ),
                (
                    "duty_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="duties.dutylist"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StaffHours",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("community", models.CharField(max_length=12)),
                ("people", models.PositiveSmallIntegerField()),
                ("hours_a_month", models.DecimalField(decimal_places=1, max_digits=7)),
                ("source", models.CharField(max_length=120)),
                ("from_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("community", "from_on"), name="staff_hours_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("hours_a_month__gt", 0), ("people__gt", 0)), name="staff_hours_are_positive"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="admission",
            index=models.Index(fields=["scope", "-asked_at"], name="admission_by_scope"),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scope__regex", "^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3}([0-9]{3})?)?)?)?)?$")
                ),
                name="admission_scope_is_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="admission_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="admission_has_a_basis"
            ),
        ),
        migrations.AddIndex(
            model_name="admissiondeed",
            index=models.Index(fields=["admission", "at"], name="admission_deed_by_admission"),
        ),
        migrations.AddConstraint(
            model_name="listitem",
            constraint=models.UniqueConstraint(fields=("duty_list", "code"), name="list_item_code_once"),
        ),
        migrations.AddConstraint(
            model_name="listitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("document", ""), _negated=True), name="list_item_has_a_basis"
            ),
        ),
        migrations.AddConstraint(
            model_name="listitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours__gte", 0), _connector="OR"),
                name="list_item_hours_are_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="listitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from_on", None),
                    ("valid_to_on", None),
                    ("valid_to_on__gte", models.F("valid_from_on")),
                    _connector="OR",
                ),
                name="list_item_ends_after_it_begins",
            ),
        ),
    ]
