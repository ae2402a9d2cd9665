"""Where a link leads: whole addresses, made of what people paste and type."""

import re
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# Word follows no longer ones, nor do all browsers.
LONGEST = 2000
WEB = ("http", "https")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
# A host without a scheme; at its end letters, with a colon the port, and what follows it.
HOST = re.compile(r"(?:[\w-]+\.)+([a-z]{2,})(?::\d+)?(?![^/?#]).*", re.I | re.S)
# What ends like these and has no path is the name of a file.
FILES = re.compile(r"(?:html?|aspx?|php|pdf|docx?|rtf|txt|odt|xlsx?|csv|pptx?|jpe?g|png|gif)", re.I)
TELEPHONE = re.compile(r"\+?[\d().;=a-z-]*\d{3}[\d().;=a-z-]*", re.I)
# Signs that an address may not have: they are sent as numbers.
UNSAFE = re.compile(r"""[\s"<>\\^`{|}]""")


def address(written: str) -> str:
    """The whole address (https, http, mailto or tel) of a link as it was written; "" if it is dead.

    Dead is what leads nowhere outside of the file or the computer that it comes from: places in
    the same text, relative addresses, files, other schemes, and what is no address at all. What
    lacks its scheme alone gets it, if it begins with the name of a host, or is an e-mail address.
    """
    # As browsers do: control characters are no part of an address.
    written = re.sub(r"[\x00-\x1f\x7f-\x9f\u200b\ufeff]", "", written).strip()
    if len(written) > LONGEST:
        return ""
    if written.startswith("//"):
        return _of_the_web(f"https:{written}")
    if (host := HOST.fullmatch(written)) and not _is_file(written, host[1]):
        return _of_the_web(f"https://{written}")
    scheme = SCHEME.match(written)
    if scheme is None:
        return _of_mail(written)
    name, rest = scheme[1].lower(), written[scheme.end() :].strip()
    if name in WEB:
        return _of_the_web(f"{name}:{rest}")
    if name == "mailto":
        return _of_mail(rest)
    if name == "tel":
        number = re.sub(r"\s", "", rest)
        return f"tel:{number}" if TELEPHONE.fullmatch(number) else ""
    return ""


def _is_file(written: str, ending: str) -> bool:
    return bool(FILES.fullmatch(ending)) and not re.search("[/?#:]", written)


def _of_the_web(whole: str) -> str:
    try:
        parts = urlsplit(whole)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    # No such host can exist (RFC 2606); ours for what a document shows is one.
    is_dead = not host.strip(".") or UNSAFE.search(parts.netloc) or host.endswith(".invalid")
    return "" if is_dead else UNSAFE.sub(lambda sign: quote(sign[0]), whole)


def _of_mail(written: str) -> str:
    to, mark, more = written.partition("?")
    addresses = [one.strip() for one in re.split("[,;]", to)]
    try:
        for one in addresses:
            validate_email(one)
    except ValidationError:
        return ""
    more = UNSAFE.sub(lambda sign: quote(sign[0]), more)
    return f"mailto:{','.join(addresses)}{mark}{more}"
