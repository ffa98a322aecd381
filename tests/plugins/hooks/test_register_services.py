"""``register_services``: called for each clinic of the plugin, and told which it is."""

from __future__ import annotations

from pathlib import Path

from tests.plugins.planting import PRELUDE, planted, published, services

CLINIC = 'name = "A Clinic"\nmarkets = ["US"]\nplugins = ["chain"]\n'


def test_each_clinic_may_be_given_its_own(tmp_path: Path) -> None:
    source = PRELUDE + services('return [Service(id=f"at-{clinic.id}", treatment="laser_pico")]')
    clinics = {f"{name}/clinic.toml": CLINIC for name in ("oak", "elm")}
    publication = published(planted(tmp_path, clinics, {"chain.py": source}), strict=True)
    for name in ("oak", "elm"):
        assert [o.service.id for o in publication.editions[name].offers] == [f"at-{name}"]


def test_it_need_not_ask_for_the_clinic(tmp_path: Path) -> None:
    source = PRELUDE + "@hookimpl\ndef register_services():\n    return [GOOD]\n"
    clinics = {"oak/clinic.toml": CLINIC}
    publication = published(planted(tmp_path, clinics, {"chain.py": source}), strict=True)
    assert [offer.service.id for offer in publication.editions["oak"].offers] == ["good"]
