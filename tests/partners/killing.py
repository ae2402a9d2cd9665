"""Workers that send mail and are killed while they do: run by test_outbox_killed.py as a process of
its own, with the database and the mail server in the environment.

    python -m tests.partners.killing KILLS
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta

import django
import time_machine

django.setup()

from django.utils import timezone  # noqa: E402

from partners import delivery  # noqa: E402
from partners.models import Mail  # noqa: E402

# A worker is killed in one of its first so many mails: then five for each are enough for all.
MOST_BEGUN = 5


def main(kills):
    """Kill so many workers, each at a random moment of its work; then let one finish.

    Prints how many were killed at work, and how many mails are not marked as sent in the end.
    """
    worker = Workers()
    killed = 0
    while killed < kills and worker.is_killed_at_work():
        killed += 1
    with time_machine.travel(timezone.now() + delivery.LEFT_BEHIND + timedelta(minutes=1)):
        delivery.send_waiting()
    print(killed, Mail.objects.exclude(state=Mail.State.SENT).count())


class Workers:
    """Workers of which each is killed; how many seconds one of them takes for a mail is learnt."""

    mail_takes = 0.005

    def is_killed_at_work(self):
        """Kill a worker in one of its first mails; False if none was left to begin."""
        told, begun = os.pipe()
        allowed, allow = os.pipe()
        worker = os.fork()
        if worker == 0:
            send_as_allowed(allowed, begun)
        os.close(begun)
        os.close(allowed)
        wanted = random.randint(1, MOST_BEGUN)
        os.write(allow, b"." * wanted)
        with open(told, "rb", buffering=0) as told:
            moments = [time.monotonic() for _ in range(wanted) if told.read(1)]
        if len(moments) > 1:
            self.mail_takes = (moments[-1] - moments[0]) / (len(moments) - 1)
        if moments:
            time.sleep(random.uniform(0, 1.5 * self.mail_takes))
            os.kill(worker, signal.SIGKILL)
        os.close(allow)
        _, status = os.waitpid(worker, 0)
        return os.WIFSIGNALED(status)


def send_as_allowed(allowed, begun):
    """The worker: however busy the machine is, it begins as many mails as it may and waits."""
    claim = delivery._claim

    def claim_when_allowed(pk):
        return claim(pk) if os.read(allowed, 1) and os.write(begun, b".") else None

    delivery._claim = claim_when_allowed
    delivery.send_waiting()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
