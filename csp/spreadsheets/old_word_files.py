"""Word's files of before 2007 (.doc), turned into .docx by LibreOffice where it is installed.

Anybody may have made the file, and LibreOffice is large: it works in a process of its own, with a
profile for this file alone, and may take only so much.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.exceptions import ValidationError

# What one file may take. An ordinary plan takes a second and 500 MB of addresses, of which
# LibreOffice uses a third; the files that it writes count in blocks of 512 bytes.
CPU_SECONDS, SECONDS, KILOBYTES, BLOCKS = 10, 30, 1_200_000, 100_000
LIMITS = f"ulimit -t {CPU_SECONDS}; ulimit -v {KILOBYTES}; ulimit -f {BLOCKS}"
# The name of the stream with the text, which no other kind of file has.
STREAM = "WordDocument".encode("utf-16-le")
INSTEAD = "Open it in Word, and save it as .docx"
DAMAGED = (
    "The selected file could not be read: it is damaged, holds too much, or has a password. "
    f"{INSTEAD}"
)
MISNAMED = f"The selected file is not a Word file, although its name ends in .doc. {INSTEAD}"
NOTE = (
    "The file is an old Word file (.doc). LibreOffice has turned it into a newer one: compare the "
    "words with the file."
)
# No macros, nothing fetched from where the file says: there is no proxy at that port.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
</item>
</oor:items>
"""


def program() -> str | None:
    """Where LibreOffice is; None if it isn't installed."""
    return shutil.which(settings.LIBREOFFICE)


def as_docx(content: bytes, program: str) -> bytes:
    """The .docx that LibreOffice makes of a .doc. Raises ValidationError."""
    if STREAM not in content:
        raise ValidationError(MISNAMED)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "profile/user").mkdir(parents=True)
        (folder / "profile/user/registrymodifications.xcu").write_text(PROFILE)
        (folder / "file.doc").write_bytes(content)
        command = [
            *("sh", "-c", f'{LIMITS}; exec "$@"', "sh"),
            *(program, "--headless", "--norestore", "--nolockcheck"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--infilter=MS Word 97", "--convert-to", "docx:MS Word 2007 XML"),
            *("--outdir", name, str(folder / "file.doc")),
        ]
        _run(command, folder)
        try:
            return (folder / "file.docx").read_bytes()
        except FileNotFoundError:
            raise ValidationError(DAMAGED) from None


def _run(command: list[str], folder: Path) -> None:
    """Run a command, with all that it starts, no longer than it may."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        # Nothing of the server's secrets.
        env={"HOME": str(folder), "PATH": os.defpath},
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
