"""Reading the pages that a test has been given."""

import re
from html import unescape


def text(response):
    """The HTML of a page, with single spaces for all white space."""
    return " ".join(response.content.decode().split())


def words(response):
    """What a page says, without the tags, with single spaces for all white space."""
    return " ".join(unescape(re.sub("<[^>]+>", "", text(response))).split())
