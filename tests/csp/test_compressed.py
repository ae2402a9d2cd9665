"""Pages are compressed, and files that are so already are not."""

import gzip

import pytest

from tests.factories import make_edition

COMPRESSED = {"Accept-Encoding": "gzip"}


def test_a_page_is_compressed_with_padding_by_chance(client, db):
    responses = [client.get("/accounts/login/", headers=COMPRESSED) for _ in range(8)]
    assert {one["Content-Encoding"] for one in responses} == {"gzip"}
    assert b"Sign in" in gzip.decompress(responses[0].content)
    # Of one page the lengths differ, though its text is as long each time.
    assert len({len(one.content) for one in responses}) > 1


@pytest.mark.parametrize(("format", "is_compressed"), [("pdf", False), ("html", True)])
def test_a_file_is_compressed_if_it_is_text(format, is_compressed, plan, client):
    make_edition(plan, "<p>Words.</p>" * 100)
    address = f"/published/larkshire/2026/1/document.{format}"
    response = client.get(address, headers=COMPRESSED)
    assert response.has_header("Content-Encoding") is is_compressed


def test_a_kept_page_is_still_known_by_its_tag(plan, client):
    make_edition(plan)
    tag = client.get("/published/larkshire/2026/", headers=COMPRESSED)["ETag"]
    again = client.get("/published/larkshire/2026/", headers=COMPRESSED | {"If-None-Match": tag})
    assert again.status_code == 304
