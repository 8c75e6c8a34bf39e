"""Receivers and deliveries: an administrator's of the own territory, and the jobs'. Nobody deletes a receiver."""

from django.db import migrations

from linli.kernel.rowsecurity import policy, protect, purpose_in, unprotect, within_scope

SUBSCRIPTION, DELIVERY = "webhooks_subscription", "webhooks_delivery"
JOB = purpose_in("serve")
OWN = f"{purpose_in('administer')} AND {within_scope('scope')}"
OF_OWN = f"{purpose_in('administer')} AND subscription_id IN (SELECT id FROM {SUBSCRIPTION})"  # noqa: S608 - our own table

RECEIVERS = (
    policy(SUBSCRIPTION, "administrator_sees", "SELECT", using=OWN),
    policy(SUBSCRIPTION, "administrator_enters", "INSERT", check=OWN),
    policy(SUBSCRIPTION, "administrator_changes", "UPDATE", using=OWN, check=OWN),
    policy(SUBSCRIPTION, "job_sees", "SELECT", using=JOB),
    policy(SUBSCRIPTION, "job_counts", "UPDATE", using=JOB, check=JOB),
)
DELIVERIES = (
    policy(DELIVERY, "administrator_sees", "SELECT", using=OF_OWN),
    policy(DELIVERY, "administrator_tests", "INSERT", check=OF_OWN),
    policy(DELIVERY, "administrator_repeats", "UPDATE", using=OF_OWN, check=OF_OWN),
    policy(DELIVERY, "job_sends", "ALL", using=JOB, check=JOB),
)


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial")]
    operations = [
        migrations.RunSQL(protect(SUBSCRIPTION, RECEIVERS), unprotect(SUBSCRIPTION)),
        migrations.RunSQL(protect(DELIVERY, DELIVERIES), unprotect(DELIVERY)),
    ]
