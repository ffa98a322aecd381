"""Editions to look at: a clinic for some markets, with a service under every treatment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from starlette.testclient import TestClient

from scarwidget.app import create_app
from scarwidget.catalogue import NO_TREATMENT, Catalogue, load_catalogue
from scarwidget.clinics import ChecklistItem, Clinic, Price, Service
from scarwidget.edition import Contributions, Edition, View, build_edition
from scarwidget.plugins import Publication
from scarwidget.settings import Settings
from scarwidget.widgets import BUILT_IN
from tests.conftest import PUBLIC_URL, TODAY

CATALOGUE: Catalogue = load_catalogue()

MARKER = "Zebrafish"
"""In every text by which a service names a brand or a device, so that none is overlooked."""

PRICE = Price(currency="XTS", from_=4711, to=4712, per=f"{MARKER} unit")

CHINESE = "zh-Hant-HK"


def service(treatment: str, number: int = 1, **said: object) -> Service:
    """A service that says all there is to say."""
    brand = next((b.id for b in CATALOGUE.brands.values() if treatment in b.treatments), MARKER)
    made = Service(
        id=f"{treatment.replace('_', '-')}-{number}",
        treatment=treatment,
        name=f"{MARKER} {treatment} {number}",
        brand=brand,
        device=f"{MARKER} 3000",
        price=PRICE,
        visits="Ask us",
        benefits=f"Own words on {treatment}",
        risks=f"Own risks of {treatment}",
        notice=f"Own notice for {treatment}",
    )
    for key, value in said.items():
        assert hasattr(made, key)
        made = replaced(made, key, value)
    return made


def replaced(made: Service, key: str, value: object) -> Service:
    fields = {name: getattr(made, name) for name in made.__struct_fields__}
    return Service(**{**fields, key: value})


ONE_OF_EACH = tuple(service(name) for name in CATALOGUE.treatments if name != NO_TREATMENT)

ITEMS = (
    ChecklistItem(
        id="hat",
        action={"en": "Wear a hat", CHINESE: "戴帽子"},
        how_often="Outdoors",
        why="Shade",
    ),
    ChecklistItem(id="list", action="Write a list", how_often="Once", why="To ask"),
)


def edition(
    *markets: str,
    services: tuple[Service, ...] = ONE_OF_EACH,
    items: tuple[ChecklistItem, ...] = (),
    locales: tuple[str, ...] = ("en",),
    clinic_id: str = "birch-skin",
) -> Edition:
    """The edition of a clinic in these markets; with none it is education only."""
    clinic = Clinic(
        id=clinic_id,
        name="Birch Skin",
        markets=markets,  # type: ignore[arg-type] # unknown markets are asked about too
        locales=locales,
    )
    offered = services if markets else ()
    return build_edition(CATALOGUE, clinic, Contributions(offered, items), BUILT_IN)


def client_of(*editions: Edition) -> TestClient:
    """A client of an application that serves these editions."""
    only = Publication(CATALOGUE, {of.clinic.id: of for of in editions}, (), (), ())
    app = create_app(Settings(public_url=PUBLIC_URL), publication=only, today=lambda: TODAY)
    return TestClient(app, base_url=PUBLIC_URL, follow_redirects=False)


T = TypeVar("T", bound=View)


def seen(
    kind: type[T], widget: str, of: Edition, params: Mapping[str, str], locale: str = "en"
) -> T:
    """What a widget shows, which must be a view of this kind."""
    view = of.widgets[widget].view(of, locale, params)
    assert isinstance(view, kind)
    return view
