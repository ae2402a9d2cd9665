"""Files that are none of ours, or not any more: refused in words, and nothing is half written."""

import json
import zipfile
from base64 import b64encode

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from actions.rounds.models import Evidence
from csp.json_files import MOST_BYTES
from partners.models import Agency, Partnership
from plans.models import Plan
from reports.transfer.common import MissingPartners
from reports.transfer.pictures import put
from reports.transfer.writing import plan_file
from tests import factories
from tests.actions.rounds.test_evidence import huge_picture
from tests.csp.costing import costs

# What a file says is judged before a database is asked.
pytestmark = pytest.mark.any_database


def refused(bring, data):
    """What is said of a file that is refused, and leaves nothing behind."""
    before = [model.objects.count() for model in (Plan, Agency)]
    with pytest.raises(ValidationError) as error:
        bring(data)
    assert [model.objects.count() for model in (Plan, Agency)] == before
    return "\n".join(error.value.messages)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no JSON file"),
        (b"\xff\xfe\x00", "is no JSON file"),
        (b"PK\x03\x04", "is no JSON file"),
        (b'{"format": "csp-plan"', "is no JSON file"),
        (b"[" * 100_000, "is no JSON file"),
        (b'{"version": NaN}', "is no JSON file"),
        (b"9" * 5_000, "is no JSON file"),
        (b"[]", "is not a plan from CSP Plan"),
        (b'{"format": "other"}', "is not a plan from CSP Plan"),
        (b'{"format": "csp-plan-actions", "version": 1}', "holds actions alone"),
        (b'{"format": "csp-plan", "version": 2}', "of version 2, and this one reads 1"),
        (b'{"format": "csp-plan", "version": "1"}', "does not say of which version"),
        (b'{"format": "csp-plan", "version": 1, "plans": []}', "is not a plan from CSP Plan"),
        (b'{"format": "csp-plan", "version": 1, "plans": [3]}', "must be an object"),
        (b" " * (MOST_BYTES + 1), "must be smaller than 20MB"),
    ],
    ids=range(15),
)
def test_what_is_no_plan_is_refused(content, words, bring):
    assert words in refused(bring, content)


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("actions", {"wording": 3}, "“actions”, row 1: “wording” must be text"),
        ("actions", {"wording": None}, "“wording” must not be null"),
        ("actions", {"wording": ""}, "“wording”: This field cannot be blank."),
        ("actions", {"wording": "a\x00b"}, "has signs in it that are no text"),
        ("actions", {"wording": "\ud800"}, "has signs in it that are no text"),
        ("actions", {"position": "first"}, "“position” must be a whole number"),
        ("actions", {"position": True}, "“position” must be a whole number"),
        ("actions", {"position": 10**30}, "“position”: Ensure this value is less"),
        ("actions", {"status": "splendid"}, "“status” must be one of not_started, on_track"),
        ("actions", {"priority": 99}, "“priority” leads to no row of the file"),
        ("actions", {"priority": None}, "“priority” must not be empty"),
        ("actions", {"priority": [1]}, "“priority” leads to no row of the file"),
        ("actions", {"latest_update": 99}, "“latest_update” leads to no row of the file"),
        ("actions", {"carries_on": "2025"}, "“carries_on” must say of which plan"),
        ("actions", {"id": "1"}, "“id” must be a whole number"),
        ("actions", {"colour": "red"}, "“colour” is not known"),
        ("updates", {"made_on": "yesterday"}, "“made_on” must be a day"),
        ("updates", {"made_by": 7}, "“made_by” must be a name"),
        ("updates", {"text": "", "imported_from": ""}, "“updates”"),
        ("owners", {"agency": 0}, "“agency” leads to no row of the file"),
    ],
)
def test_a_row_that_is_wrong_is_named(kind, change, words, data, bring):
    data["plans"][0][kind][0] |= change
    assert words in refused(bring, data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"address": "begin"}, "is the address of another page"),
        ({"address": "nineteen"}, "its address is its first year"),
        ({"ends_on": "2020-01-01"}, "“plan”, row 1"),
        ({"is_restricted": True}, "“plan”, row 1"),
        ({"is_restricted": "no"}, "must be true or false"),
        ({"starts_on": None}, "must not be null"),
        ({"strategy": 7}, "“strategy” must be the address of a plan"),
    ],
    ids=str,
)
def test_a_plan_that_is_none_is_refused(change, words, data, bring):
    data["plans"][0]["plan"] |= change
    assert words in refused(bring, data)


def test_rows_that_contradict_one_another_are_refused(data, bring):
    rows = data["plans"][0]["priorities"]
    rows.append(rows[0] | {"id": 2})
    assert "“priorities”" in refused(bring, data)
    rows[1]["id"] = 1
    assert "“priorities” has two rows with one id" in refused(bring, data)


def test_an_update_of_another_action_is_not_an_action_s_latest(data, bring):
    of_plan = data["plans"][0]
    of_plan["actions"].append(of_plan["actions"][0] | {"id": 2, "wording": "Another"})
    assert "“actions”, row 2: its latest update is another's" in refused(bring, data)


def test_lists_that_are_none_are_refused(data, bring):
    data["plans"][0]["actions"] = {"1": {}}
    assert "“actions” must be a list" in refused(bring, data)


def test_no_more_problems_are_told_than_are_read(data, bring):
    data["plans"][0]["actions"] *= 500
    for one in data["plans"][0]["actions"]:
        one["wording"] = None
    assert len(refused(bring, data).splitlines()) == 20


def test_a_plan_that_is_here_is_never_changed(data, bring):
    bring(data)
    assert "There is a plan with the address “2026” here already" in refused(bring, data)


def test_partners_are_made_only_on_request(data, bring):
    with pytest.raises(MissingPartners, match="Lark Shelter"):
        bring(data, make_partners=False)


def test_two_partners_of_the_file_are_never_one_here(larkshire, data, bring, oakshire):
    factories.make_agency(oakshire, "Lark Shelter")
    data["agencies"].append(data["agencies"][0] | {"id": 2, "name": "The Lark Shelter"})
    assert "are both Lark Shelter here" in refused(bring, data)


def test_an_open_series_is_not_mixed_with_a_secret_one(larkshire, bring, oakshire):
    factories.make_series(oakshire, "Burglaries")
    plan = factories.make_restricted_plan(larkshire)
    factories.make_indicator(plan, "Burglaries")
    assert "another figure with the title “Burglaries”" in refused(bring, plan_file(plan))


def test_scripts_in_the_narrative_do_not_come_in(larkshire, data, bring):
    block = {
        "id": 1, "part": "introduction", "kind": "narrative", "heading": "", "published": True,
        "body": "<p onclick='x()'>Words<script>alert(1)</script></p>", "position": 0,
    }  # fmt: skip
    data["plans"][0]["blocks"] = [block]
    assert bring(data).plan.blocks.get().body == "<p>Words</p>"


@pytest.mark.parametrize("picture", ["nothing", "bm90aGluZw==", 3, {"file": "/etc/passwd"}])
def test_a_picture_that_is_none_is_refused(picture, data, bring, media, settings):
    block = {"id": 1, "part": "introduction", "kind": "picture", "alternative_text": "A dog"}
    data["plans"][0]["blocks"] = [block | {"picture": picture}]
    assert "“blocks”, row 1: “picture”" in refused(bring, data)
    assert [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize("side", [7_700, 60_000])
def test_a_picture_that_claims_too_many_pixels_is_refused(side, data, bring, media):
    block = {"id": 1, "part": "introduction", "kind": "picture", "alternative_text": "A dog"}
    content = b64encode(huge_picture(side)).decode()
    data["plans"][0]["blocks"] = [block | {"picture": content}]
    assert "fewer pixels" in refused(bring, data)


@pytest.mark.parametrize("side", [7_700, 60_000])
def test_evidence_that_claims_too_many_pixels_is_refused_on_its_way_in(side):
    """As where it is sent: from a plan's file, a partnership's zip, or another installation."""
    row = Evidence(link="", file_name="photo.png")
    with pytest.raises(ValidationError, match="fewer pixels"):
        put(row, "file", huge_picture(side))
    with pytest.raises(ValidationError, match="not what its name says"):
        put(row, "file", b"<script>alert(1)</script>")


def zip_of(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def head(**more):
    return json.dumps({"format": "csp-plan-partnership", "version": 1} | more)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "it has no partnership.json"),
        ({"a.txt": "words"}, "it has no partnership.json"),
        ({"../partnership.json": "{}"}, "a name that is not taken"),
        ({"/etc/partnership.json": "{}"}, "a name that is not taken"),
        ({"plans\\..\\x": "{}"}, "a name that is not taken"),
        ({"partnership.json": b" " * (30 << 20)}, "holds more than it may"),
        ({"partnership.json": "["}, "is no JSON file"),
        ({"partnership.json": '{"format": "csp-plan"}'}, "is not a partnership"),
        ({"partnership.json": head(version=9)}, "newer version"),
        ({"partnership.json": head()}, "This field cannot be blank"),
        ({"partnership.json": head(people=[{"user": 3}])}, "“people”, row 1"),
        ({"partnership.json": head(plans=3)}, "“plans” must be a list of addresses"),
    ],
    ids=range(12),
)
def test_a_zip_that_is_no_partnership_is_refused(members, words, tmp_path, db):
    path = zip_of(tmp_path / "all.zip", members)
    with pytest.raises(CommandError) as error:
        call_command("import_partnership", path)
    assert words in str(error.value)
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_zip_is_refused(content, tmp_path, db):
    path = tmp_path / "all.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_partnership", path)


def test_bombs_cost_little():
    bombs = {
        "deep": b"[" * 5_000_000,
        "many": b"[" + b"[]," * 5_000_000 + b"[]]",
        "few": b"[" + b"{}," * 290_000 + b"{}]",
        "wide": ('["' + "a" * 3_900_000 + "🏴" + '"]').encode(),
        "long": b'["' + b"a" * (19 << 20) + b'"]',
        "large": b" " * (40 << 20),
        "rows": b'{"format":"csp-plan","version":1,"plans":['
        + b",".join([b'{"log":[' + b"{}," * 18_000 + b"{}]}"] * 10)
        + b"]}",
        "keys": b"{" + b",".join(b'"%d":[]' % n for n in range(199_000)) + b"}",
    }
    spent = costs("read_plan", "plan.json", bombs)
    assert {key: one for key, one in spent.items() if one[0] > 2_000 or one[1] > 150_000} == {}
