"""Writes the bill of materials of what `pip install` of the lock brings: CycloneDX 1.6, as JSON.

    python tools/sbom.py [TARGET]

The same lock gives the same bytes: no time, no random number. Licences are those of the packages installed here.
"""

from __future__ import annotations

import json
import sys
import tomllib
import uuid
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

import licences
import lock

TARGET = lock.ROOT / "_sbom" / "tieout.cdx.json"


def bill(packages: tuple[lock.Locked, ...]) -> str:
    """The bill of materials as JSON text."""
    about = tomllib.loads((lock.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    make = LicenseFactory()
    parts = {each: _component(each, make) for each in packages}
    named: dict[str, list[Component]] = {}
    for each, part in parts.items():  # of some there are two, for different versions of Python
        named.setdefault(each.name, []).append(part)
    root = Component(
        name=about["name"],
        version=about["version"],
        type=ComponentType.APPLICATION,
        bom_ref=about["name"],
        licenses=[make.make_from_string(about["license"])],
    )
    made = Bom(components=parts.values())
    made.metadata.component = root
    for each in packages:
        for name in each.via:
            for wanting in [root] if name == root.name else named[name]:
                made.register_dependency(wanting, [parts[each]])
    data = json.loads(
        make_outputter(made, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string()
    )
    data["metadata"].pop("timestamp", None)
    data.pop("serialNumber", None)
    whole = json.dumps(data, sort_keys=True)
    data["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, whole)}"
    return json.dumps(data, indent=2, sort_keys=True) + "\n"


def _component(package: lock.Locked, make: LicenseFactory) -> Component:
    url = PackageURL("pypi", name=package.name, version=package.version)
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(url.to_string()),
        comment="the files that may be installed, by their sums",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in package.hashes],
    )
    licence = licences.of(package.name)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=url.to_string(),
        purl=url,
        external_references=[files],
        licenses=[make.make_from_string(licence)] if licence else [],
    )


def main() -> None:
    """Write the bill to the file named, or to its usual place."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    packages = lock.read()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(bill(packages), "utf-8")
    print(f"{target}: {len(packages)} packages")


if __name__ == "__main__":
    main()
