"""Reading the pages that a test has been given."""


def text(response):
    """The HTML of a page, with single spaces for all white space."""
    return " ".join(response.content.decode().split())
