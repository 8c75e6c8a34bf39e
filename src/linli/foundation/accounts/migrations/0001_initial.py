import django.db.models.deletion
from django.db import migrations, models

import linli.kernel.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("scope", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("username", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("phone_sealed", models.BinaryField(null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("last_log_in_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("system_admin", "System administrator"),
                            ("security_admin", "Security administrator"),
                            ("audit_admin", "Audit administrator"),
                            ("grid_worker", "Grid worker"),
                            ("clerk", "Clerk"),
                            ("verifier", "Verifier"),
                            ("unit_worker", "Worker of a unit"),
                            ("street_official", "Street official"),
                            ("duty_desk", "Duty desk"),
                        ],
                        max_length=20,
                    ),
                ),
                ("scope", models.CharField(max_length=15)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("key_digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("system_admin", "System administrator"),
                            ("security_admin", "Security administrator"),
                            ("audit_admin", "Audit administrator"),
                            ("grid_worker", "Grid worker"),
                            ("clerk", "Clerk"),
                            ("verifier", "Verifier"),
                            ("unit_worker", "Worker of a unit"),
                            ("street_official", "Street official"),
                            ("duty_desk", "Duty desk"),
                        ],
                        max_length=20,
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=20)),
                ("scope", models.CharField(blank=True, max_length=15)),
                ("unit", models.UUIDField(null=True)),
                ("step", models.CharField(blank=True, max_length=20)),
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="accounts.account",
                    ),
                ),
                ("password", models.CharField(max_length=200)),
                ("must_change_password", models.BooleanField(default=False)),
                ("password_set_at", models.DateTimeField()),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("totp_sealed", models.BinaryField(null=True)),
                ("totp_confirmed_at", models.DateTimeField(null=True)),
                ("totp_last_step", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("username__regex", "^[a-z0-9._-]+$")), name="account_username_plain"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="assignment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.assignment"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["scope"], name="assignment_by_scope"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__regex", "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})$")),
                name="assignment_scope_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="assignment_dates_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["expires_at"], name="session_by_expiry"),
        ),
    ]
