"""What is sent by e-mail."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from partners.models.agencies import Partnership


class Mail(models.Model):
    """An e-mail on its way. It is written together with what it tells of, and sent afterwards by
    partners/outbox.py; so neither is there without the other.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Refused"
        BOUNCED = "bounced", "Came back"

    key = models.CharField(
        max_length=200, unique=True, help_text="What it says to whom: two of a key are the same one"
    )
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, blank=True, related_name="mails"
    )
    about = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="The id of the plan that it is about, if of one alone"
    )
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(help_text="Not before this")
    # While a process is at it; one that was killed leaves it behind.
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The same at every attempt, so that mailboxes can tell a second copy.
    message_id = models.CharField(max_length=200, unique=True)
    problem = models.TextField(blank=True, help_text="What the mail server said of it")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sent", "bounced"], sent_at__isnull=False)
                | Q(state__in=["waiting", "refused"], sent_at=None),
                name="mail_sent_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "try_at"], name="mail_to_be_sent"),
            # Mails that came back, and forgetting a mailbox. As __iexact asks.
            models.Index(Upper("recipient"), name="mail_by_mailbox"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.recipient}"
