"""The catalogue of all published plans: DCAT, the W3C's vocabulary, as JSON-LD."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.urls import reverse

from reports.models import Edition, EditionFile

# Of an edition, those that are data.
FORMATS = {"json": "application/json", "csv": "text/csv"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue() -> dict[str, Any]:
    """Every published plan by its latest edition that stands. Two queries, however many."""
    latest = Edition.objects.published().latest_standing()
    editions = list(
        latest.select_related("plan__partnership").defer("words").order_by("-issued_at", "pk")
    )
    files: dict[int, list[EditionFile]] = defaultdict(list)
    kept = EditionFile.objects.published().described()
    for file in kept.filter(edition__in=latest, format__in=FORMATS):
        files[file.edition_id].append(file)
    return {
        "@context": CONTEXT,
        "@id": _absolute("open-data-catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _words("Published plans of community safety partnerships"),
        "dct:description": _words(
            "What community safety partnerships have agreed to do about crime and disorder, and "
            "what came of it: the actions of each published plan."
        ),
        "dct:language": "en",
        "foaf:homepage": {"@id": _absolute("open-data")},
        **_licence(),
        "dcat:dataset": [_dataset(one, files[one.pk]) for one in editions if files[one.pk]],
    }


def _dataset(edition: Edition, files: list[EditionFile]) -> dict[str, Any]:
    plan = edition.plan
    partnership = plan.partnership
    page = _absolute("published-plan", partnership.slug, plan.address)
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": f"{partnership.slug}/{plan.address}",
        "dct:title": _words(f"{edition.title}, {partnership.district}: actions"),
        "dct:description": _words(
            f"The actions of a plan of {partnership}, who is responsible for them, and how they go."
        ),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": partnership.name},
        "dct:spatial": {"@type": "dct:Location", "rdfs:label": partnership.district},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed("date", plan.starts_on.isoformat()),
            "dcat:endDate": _typed("date", plan.ends_on.isoformat()),
        },
        "dct:issued": _typed("dateTime", edition.issued_at.isoformat(timespec="seconds")),
        "dcat:version": edition.label,
        "dcat:keyword": ["community safety", "crime and disorder"],
        "dcat:landingPage": {"@id": page},
        **_licence(),
        "dcat:distribution": [_distribution(edition, file) for file in files],
    }


def _distribution(edition: Edition, file: Any) -> dict[str, Any]:
    plan = edition.plan
    address = _absolute("open-data-actions", plan.partnership.slug, plan.address, file.format)
    conforms = {"dct:conformsTo": {"@id": _absolute("open-data-schema")}}
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _words(file.label),
        "dcat:accessURL": {"@id": _absolute("published-plan", plan.partnership.slug, plan.address)},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": FORMATS[file.format],
        "dcat:byteSize": file.size,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file.checksum,
        },
        **(conforms if file.format == "json" else {}),
        **_licence(),
    }


def _absolute(name: str, *arguments: object) -> str:
    return settings.SITE_URL + reverse(name, args=arguments)


def _words(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _typed(kind: str, value: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}


def _licence() -> dict[str, Any]:
    licence = settings.OPEN_DATA_LICENCE
    return {"dct:license": {"@id": licence}} if licence else {}
