"""The parts of script/bench: what is measured, beside what, and how far apart they may be."""

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
