"""Folders of plugins: three clinics that are well, and plugins that fail in every way there is.

*Birch Skin* is a data-only plugin and *Cedar Derma* a Python file; neither has to do with a
plugin that fails. *Ash Clinic* names the plugin ``faulty`` and offers a service of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scarwidget.catalogue import load_catalogue
from scarwidget.plugins import Publication, publish
from scarwidget.settings import Settings
from tests.conftest import PUBLIC_URL

CATALOGUE = load_catalogue()

BIRCH, CEDAR, ASH = "birch-skin", "cedar-derma", "ash-clinic"
FAULTY = "faulty"

HEALTHY: Mapping[str, str] = {
    f"{BIRCH}/clinic.toml": """\
name = "Birch Skin"
markets = ["US"]
origins = ["https://birch.example"]

[contact]
phone = "+1 555 0142"
""",
    f"{BIRCH}/services.toml": """\
[[service]]
id = "pico"
treatment = "laser_pico"
brand = "Pico"
price = { currency = "USD", from = 300, to = 450 }

[[service]]
id = "peel"
treatment = "peel_superficial"
benefits = "Evens out brown marks."
""",
    "cedar_derma.py": """\
from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.plugins import hookimpl


@hookimpl
def register_clinics():
    return [
        Clinic(
            id="cedar-derma",
            name={"zh-Hant-HK": "雪松", "en": "Cedar Derma"},
            markets=("HK",),
            locales=("zh-Hant-HK", "en"),
        )
    ]


@hookimpl
def register_services(clinic):
    yield Service(id="hydra", treatment="hydrafacial", brand="HydraFacial")


@hookimpl
def register_checklist_items(clinic):
    return (ChecklistItem(id="hat", action="戴帽子", how_often="每日", why="遮蔭"),)
""",
    f"{ASH}/clinic.toml": """\
name = "Ash Clinic"
markets = ["US"]
plugins = ["faulty"]
""",
    f"{ASH}/services.toml": """\
[[service]]
id = "own"
treatment = "microneedling"
""",
}

PRELUDE = """\
import itertools
from pathlib import Path

from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.plugins import hookimpl

GOOD = Service(id="good", treatment="laser_afl")

"""


@dataclass(frozen=True)
class Failing:
    """A way for the plugin ``faulty`` to fail, and what the report must say of it."""

    name: str
    source: str
    hook: str
    says: tuple[str, ...]
    files: Mapping[str, str]

    @property
    def everything(self) -> Mapping[str, str]:
        return {**self.files, "faulty.py": PRELUDE + self.source}


def failing(name: str, source: str, *says: str, hook: str = "", **files: str) -> Failing:
    return Failing(name, source, hook, says, files)


def services(body: str) -> str:
    """A plugin whose hook for services has this body."""
    return f"@hookimpl\ndef register_services(clinic):\n    {body}\n"


FAILING = (
    failing("fails at import", 'raise RuntimeError("no licence key")', "no licence key"),
    failing("is not Python", "def register_clinics(:\n", "SyntaxError"),
    failing("needs what is not installed", "import not_installed_here", "not_installed_here"),
    failing("leaves at import", "raise SystemExit(3)", "SystemExit"),
    failing(
        "misspelt hook",
        "@hookimpl\ndef register_servces(clinic):\n    return [GOOD]\n",
        "register_services",
        hook="register_servces",
    ),
    failing(
        "a hook that asks for too much",
        "@hookimpl\ndef register_services(clinic, request):\n    return [GOOD]\n",
        "request",
        hook="register_services",
    ),
    failing("raises", services("return [1 / 0]"), "ZeroDivisionError", hook="register_services"),
    failing("leaves", services("raise SystemExit"), "SystemExit", hook="register_services"),
    failing("gives text", services('return "good"'), "str", "list", hook="register_services"),
    failing("gives a number", services("return 5"), "int", "list", hook="register_services"),
    failing("gives a service bare", services("return GOOD"), "Service", hook="register_services"),
    failing(
        "gives dicts",
        services('return [GOOD, {"id": "pico", "treatment": "laser_pico"}]'),
        "item 2",
        "dict",
        "expected Service",
        hook="register_services",
    ),
    failing(
        "gives what belongs to another hook",
        services('return [ChecklistItem(id="a", action="b", how_often="c", why="d")]'),
        "ChecklistItem",
        "expected Service",
        hook="register_services",
    ),
    failing(
        "raises half-way",
        services('yield GOOD\n    raise ValueError("the rest is lost")'),
        "the rest is lost",
        hook="register_services",
    ),
    failing(
        "gives 100,000 items",
        services('return [Service(id=f"s{n}", treatment="laser_afl") for n in range(100_000)]'),
        "more than 1000 items",
        hook="register_services",
    ),
    failing(
        "never ends",
        services('return (Service(id=f"s{n}", treatment="laser_afl") for n in itertools.count())'),
        "more than 1000 items",
        hook="register_services",
    ),
    failing(
        "wraps the hook of others",
        "@hookimpl(wrapper=True)\ndef register_services(clinic):\n    yield\n    return [GOOD]\n",
        hook="register_services",
    ),
    failing(
        "two services with one id",
        services('return [GOOD, Service(id="good", treatment="laser_pico")]'),
        "good",
        "twice",
        "faulty",
    ),
    failing(
        "an id that the clinic's own plugin has",
        services('return [Service(id="own", treatment="laser_pico")]'),
        "own",
        "twice",
        "ash-clinic",
    ),
    failing(
        "a locale that the clinic lacks",
        services('return [GOOD, Service(id="a", treatment="laser_pico", notice={"fr": "Oui"})]'),
        "notice",
        "'fr'",
    ),
    failing(
        "a locale that the clinic lacks, deep inside",
        services(
            "from scarwidget.clinics import Price\n"
            '    price = Price(currency="USD", from_=1, per={"fr": "la s\\u00e9ance"})\n'
            '    return [Service(id="a", treatment="laser_pico", price=price)]'
        ),
        "price.per",
        "'fr'",
    ),
    failing(
        "a wrong type inside an item",
        services('return [Service(id="a", treatment="laser_pico", min_age="18")]'),
        "item 1",
        "min_age",
        hook="register_services",
    ),
    failing(
        "an id in capitals",
        services('return [Service(id="Pico", treatment="laser_pico")]'),
        "item 1",
        "id",
        "Pico",
        hook="register_services",
    ),
    failing(
        "a character that nobody sees",
        services('return [Service(id="a", treatment="laser_pico", notice="a\\u202eb")]'),
        "notice",
        "U+202E",
        hook="register_services",
    ),
    failing(
        "a brand of another treatment",
        services('return [GOOD, Service(id="a", treatment="laser_pico", brand="Botox")]'),
        "Botox",
        "botulinum",
        "laser_pico",
    ),
    failing(
        "reads a file that is missing",
        services('return [Path(__file__).with_name("prices.csv").read_text()]'),
        "FileNotFoundError",
        "prices.csv",
        hook="register_services",
    ),
    failing(
        "a habit with the id of a tip",
        "@hookimpl\ndef register_checklist_items(clinic):\n"
        '    return [ChecklistItem(id="p1", action="a", how_often="b", why="c")]\n',
        "p1",
        "tip",
    ),
    failing(
        "claims the clinic of another",
        "@hookimpl\ndef register_clinics():\n"
        '    return [Clinic(id="birch-skin", name="Mine", markets=("US",))]\n'
        + services('return [GOOD] if clinic.id == "birch-skin" else []'),
        "birch-skin",
        hook="register_clinics",
    ),
    failing(
        "brings an impossible clinic",
        "@hookimpl\ndef register_clinics():\n"
        '    return [Clinic(id="Elm Clinic", name="Elm")]\n',
        "Elm Clinic",
        hook="register_clinics",
    ),
)  # fmt: skip


def planted(folder: Path, *trees: Mapping[str, str]) -> Path:
    """Write the files of some trees into a folder."""
    for tree in trees:
        for name, text in tree.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return folder


def published(
    folder: Path, *, strict: bool = False, plugins: tuple[str, ...] | None = None
) -> Publication:
    """What comes of a folder of plugins."""
    settings = Settings(
        plugins_dir=str(folder), public_url=PUBLIC_URL, strict=strict, plugins=plugins
    )
    return publish(settings, CATALOGUE)
