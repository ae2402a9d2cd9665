"""Back-ups, each restored to an empty machine: the same rows and files, by counts and checksums."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile

from actions.models import Action
from script.benches import filled
from script.trial_parts.trial import Ground, Line, Place, Trial
from tests import factories
from tests.backing_up import back_up, contents, restore


def restores(ground: Ground) -> list[Line]:
    place = ground.place()
    side = place.side()
    side.call(filled.partnership, slug="ordinary-0", plans=2, actions=40, updates=4)
    tables, files = 0, 0
    for turn in range(ground.scale.restores):
        side.call(write_more, turn=turn)
        made = back_up(place.database, place.folder)
        there = ground.empty()
        restore(there.database, there.folder, made)
        before, after = contents(place.database), contents(there.database)
        tables += sum(after.get(table) != sum for table, sum in before.items())
        files += len(_files(place).items() ^ _files(there).items())
        ground.drop(there)
    tried = f"{ground.scale.restores} back-ups of {len(before)} tables, each restored elsewhere"
    return [
        Line(tried, tables, "tables with other counts or checksums"),
        Line(tried, files, "files that differ"),
    ]


def _files(place: Place) -> dict[Path, str]:
    media = place.folder / "MEDIA_ROOT"
    paths = [path for path in media.rglob("*") if path.is_file()]
    return {
        path.relative_to(media): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


# What happens in a Side.


def write_more(turn: int) -> None:
    """An update and a picture more, so that no back-up is like the one before."""
    action = Action.objects.order_by("pk")[turn % 40]
    factories.make_update(action, f"Said before back-up {turn}: “naïve”, £5, \t end.")
    picture = ContentFile(factories.make_picture(4 + turn, 3), f"lamp {turn}.png")
    factories.make_block(action.plan, picture=picture, alternative_text="A street lamp")


PARTS = [Trial("restores", "The back-up does not restore", restores)]
