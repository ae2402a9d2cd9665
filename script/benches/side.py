"""A process in which what is measured happens, so that its whole tree can be counted.

It calls the functions that it reads of on its standard input, a line of JSON for each, and answers
with a line of JSON.
"""

import ctypes
import json
import os
import sys
import traceback
from importlib import import_module
from time import perf_counter
from typing import Any

# From <sys/prctl.h>: whatever loses its parent becomes a child of this process, and is counted.
PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    # Whatever else writes to the standard output must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)

    import django

    django.setup()
    for line in sys.stdin:
        asked = json.loads(line)
        answers.write(json.dumps(_called(asked["function"], asked["arguments"])) + "\n")
        answers.flush()


def _called(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    module, _, function = name.partition(":")
    try:
        wanted = getattr(import_module(module), function)
        begun = perf_counter()
        result = wanted(**arguments)
        return {"result": result, "seconds": perf_counter() - begun}
    except Exception:
        return {"error": traceback.format_exc()}


if __name__ == "__main__":
    main()
