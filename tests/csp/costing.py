"""What it costs to read or to refuse a file, in a process of its own.

python -m tests.csp.costing FUNCTION FILE...
"""

import io
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.core.exceptions import ValidationError

from csp.json_files import MOST_BYTES, read_json
from csp.spreadsheets import reading

ROOT = Path(__file__).parents[2]


def costs(function, name, contents):
    """What each file costs that a function of reading.py reads, or a whole plan by `read_plan`:
    (milliseconds, kilobytes) by key.

    name: of all the files. contents: bytes by key.
    """
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / key / name for key in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.parent.mkdir()
            path.write_bytes(content)
        command = [sys.executable, "-m", "tests.csp.costing", function, *map(str, paths)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    return dict(zip(contents, found, strict=True))


def main(function, paths):
    """Print a line for each file: milliseconds of computing, and kilobytes of memory."""
    for path in paths:
        # Each in a child that begins as small as this process is: the memory that one file took
        # would else be there for the next, and starting Python takes longer than most files do.
        child = os.fork()
        if child == 0:
            print(*_cost(_reader(function), Path(path)), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit(f"Reading {path} ended with status {status}.")


def _reader(function):
    if function != "read_plan":
        return getattr(reading, function)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csp.settings")
    django.setup()
    from reports.transfer.checked import plan_of_file

    return lambda name, file: plan_of_file(read_json(file.read(MOST_BYTES + 1)))


def _cost(read, path):
    content = path.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(ValidationError):
        read(path.name, io.BytesIO(content))
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return round(seconds * 1000), after.ru_maxrss - before.ru_maxrss


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
