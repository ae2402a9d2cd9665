"""Files and links that show what an answer says."""

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Prefetch

from actions.rounds.models import Evidence
from csp.evidence_files import ACCEPT, KINDS, checked, download

__all__ = ["ACCEPT", "KINDS", "download", "file_evidence", "without_files"]


def file_evidence(file: UploadedFile) -> Evidence:
    """The Evidence, not yet saved, that an uploaded file is.

    Raises ValidationError in words for its field: see csp.evidence_files.checked.
    """
    return Evidence(**checked(file)._asdict())


def without_files() -> Prefetch:
    """For prefetch_related: the evidence of many answers, to be named; the files stay where they
    are until one is asked for.
    """
    return Prefetch("evidence", Evidence.objects.defer("file"))
