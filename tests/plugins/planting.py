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

WIDGETS = """\
from scarwidget.plugins import BadQuery, View, Widget


def plain(edition, locale, params):
    return View(params={}, sources=(), answers=False)


def widget(**more):
    usual = {"id": "parking", "title": "Where to park", "about": "How to come by car."}
    usual |= {"template": "parking.html", "keys": frozenset(), "view": plain}
    return Widget(**{**usual, **more})


"""

PARKING = """\
{% import "scarwidget/kit.html" as kit with context %}
{% call kit.heading(1) %}{{ title }}{% endcall %}

<p>Behind the house.</p>
"""


@dataclass(frozen=True)
class Failing:
    """A way for the plugin ``faulty`` to fail, and what the report must say of it."""

    name: str
    source: str
    hook: str
    says: tuple[str, ...]
    templates: Mapping[str, str] | None = None
    """What stands beside its ``__init__.py``; None for a plugin that is one file."""

    @property
    def everything(self) -> Mapping[str, str]:
        return self.under(FAULTY)

    def under(self, name: str) -> Mapping[str, str]:
        """Its files under another name of the plugin."""
        if self.templates is None:
            return {f"{name}.py": PRELUDE + self.source}
        beside = {f"{name}/{path}": text for path, text in self.templates.items()}
        return {f"{name}/__init__.py": PRELUDE + WIDGETS + self.source, **beside}

    def where(self, folder: Path) -> str:
        """The plugin as a report names it."""
        return str(folder / (f"{FAULTY}.py" if self.templates is None else FAULTY))


def failing(name: str, source: str, *says: str, hook: str = "") -> Failing:
    return Failing(name, source, hook, says)


def widgets(body: str) -> str:
    """A plugin whose hook for widgets has this body."""
    return f"@hookimpl\ndef register_widgets(clinic):\n    {body}\n"


def showing_badly(name: str, source: str, *says: str, **templates: str) -> Failing:
    """A package whose widgets are the trouble; the template is a good one if none is given."""
    beside = {f"templates/{path.replace('__', '.')}": text for path, text in templates.items()}
    good = {"templates/parking.html": PARKING}
    return Failing(name, source, "register_widgets", says, {**good, **beside})


def giving(name: str, html: str, *says: str) -> Failing:
    """A package whose one template gives this after its title."""
    return showing_badly(name, ONE_WIDGET, "parking.html", *says, parking__html=PARKING + html)


def services(body: str) -> str:
    """A plugin whose hook for services has this body."""
    return f"@hookimpl\ndef register_services(clinic):\n    {body}\n"


def linking(name: str, attribute: str, *says: str) -> Failing:
    """A package with such a link, but in a fragment, where only our own address may begin one."""
    return giving(name, f"{{% if form != 'fragment' %}}<a {attribute}>x</a>{{% endif %}}", *says)


ONE_WIDGET = widgets("return [widget()]")

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
    failing("asks for newer hooks", "scarwidget_api = 2\n", "version 2", hook="scarwidget_api"),
    failing("asks for no hooks", 'scarwidget_api = "1"\n', "'1'", hook="scarwidget_api"),
    failing(
        "has no folder for templates",
        WIDGETS + ONE_WIDGET,
        "one file",
        "__init__.py",
        hook="register_widgets",
    ),
    showing_badly("raises for widgets", widgets("return [1 / 0]"), "__init__.py:", "DivisionError"),
    showing_badly("gives a service for a widget", widgets("return [GOOD]"), "expected Widget"),
    showing_badly(
        "raises half-way through its widgets",
        widgets('yield widget()\n    raise ValueError("the rest is lost")'),
        "the rest is lost",
        "__init__.py:",
    ),
    showing_badly(
        "gives 100,000 widgets",
        widgets('return [widget(id=f"w{n}") for n in range(100_000)]'),
        "more than 1000 items",
    ),
    showing_badly(
        "claims a widget of ours", widgets('return [widget(id="picker")]'), "'picker'", "already"
    ),
    showing_badly("claims our address", widgets('return [widget(id="embed")]'), "'embed'"),
    showing_badly("an id that is none", widgets('return [widget(id="Park Here")]'), "Park Here"),
    showing_badly(
        "two widgets with one id", widgets("return [widget(), widget()]"), "parking", "twice"
    ),
    showing_badly("no title", widgets('return [widget(title=" ")]'), "title"),
    showing_badly("a title turned round", widgets('return [widget(title="a\\u202eb")]'), "U+202E"),
    showing_badly("a key of ours", widgets('return [widget(keys=frozenset({"lang"}))]'), "'lang'"),
    showing_badly("keys in a list", widgets('return [widget(keys=["by"])]'), "frozenset"),
    showing_badly(
        "a list that is no key", widgets('return [widget(lists=frozenset({"x"}))]'), "lists", "'x'"
    ),
    showing_badly("no function", widgets("return [widget(view=None)]"), "view", "NoneType"),
    showing_badly(
        "a template that is not there",
        widgets('return [widget(template="parkin.html")]'),
        "'parkin.html' is not in",
        "did you mean 'parking.html'?",
    ),
    showing_badly(
        "a template above its folder",
        widgets('return [widget(template="../../secret.html")]'),
        "'../../secret.html'",
    ),
    showing_badly(
        "a template from the root",
        widgets('return [widget(template="/etc/x.html")]'),
        "'/etc/x.html'",
    ),
    showing_badly(
        "our own template", widgets('return [widget(template="page.html")]'), "'page.html'"
    ),
    giving("includes our page", '{% include "page.html" %}', "names 'page.html'"),
    giving("extends our page", '{% extends "page.html" %}', "names 'page.html'"),
    giving("imports our parts", '{% import "parts.html" as p %}', "names 'parts.html'"),
    giving("includes what is above", '{% include "../__init__.py" %}', "names '../__init__.py'"),
    giving("includes from the root", '{% include "/etc/hostname" %}', "names '/etc/hostname'"),
    giving("includes another plugin's", '{% include "../oak/a.html" %}', "names '../oak/a.html'"),
    giving(
        "includes by a name made up", '{% include ["..", "/x.html"]|join %}', "TemplateNotFound"
    ),
    giving("is no template", "{% if %}", "TemplateSyntaxError", "templates/parking.html:5"),
    giving("an undefined name", "{{ nobody }}", "UndefinedError", "templates/parking.html:5"),
    giving("script", "<script>steal()</script>", "<script>"),
    giving("an event handler", '<p onclick="steal()">x</p>', 'onclick="steal()" of <p>'),
    giving("a style", '<p style="position:fixed">x</p>', 'style="position:fixed" of <p>'),
    giving("a style sheet", "<style>p { display: none }</style>", "<style>"),
    giving("a remote image", '<img src="https://track.example/x.gif" alt="">', "<img>"),
    giving("a frame", '<iframe src="https://ads.example/"></iframe>', "<iframe>"),
    giving("a form", '<form action="https://post.example/"></form>', "<form>"),
    giving("a javascript link", '<a href="javascript:steal()">x</a>', "javascript:steal()"),
    giving("a hidden javascript link", '<a href="java&#10;script:x()">x</a>', "href="),
    giving("a data link", '<a href="data:text/html,x">x</a>', "data:text/html,x"),
    giving("a link without encryption", '<a href="http://else.example/">x</a>', "http://else"),
    linking("a link without a scheme", 'href="//else.example/"', "//else.example/"),
    linking("fetching of others", 'hx-get="https://else.example/"', "hx-get="),
    linking("fetching of another clinic", 'hx-get="/birch-skin/picker"', "hx-get="),
    linking(
        "fetching around a corner", 'hx-get="/ash-clinic/%2e%2e/birch-skin/"', "hx-get="
    ),
    giving("posting", '<p hx-post="/ash-clinic/x">x</p>', "hx-post="),
    giving("a class of the host", '<p class="modal">x</p>', 'class="modal" of <p>'),
    giving("an id of ours", '<p id="scarwidget-main">x</p>', "scarwidget-main"),
    giving("text turned round", "<p>a\u202eb</p>", "U+202E"),
    giving("hostile text, called safe", "{{ '<svg onload=x()>'|safe }}", "<svg>"),
    giving("two titles", "<h1>Again</h1>", "2 titles"),
    showing_badly("no title on the page", ONE_WIDGET, "0 titles", parking__html="<p>x</p>"),
    showing_badly(
        "a view that raises",
        "def view(edition, locale, params):\n    return 1 / 0\n\n\n"
        + widgets("return [widget(view=view)]"),
        "ZeroDivisionError",
        "__init__.py:",
    ),
    showing_badly(
        "a view that leaves",
        "def view(edition, locale, params):\n    raise SystemExit\n\n\n"
        + widgets("return [widget(view=view)]"),
        "SystemExit",
    ),
    showing_badly(
        "a view that gives HTML", widgets('return [widget(view=lambda *_: "<p>")]'), "str", "View"
    ),
    showing_badly(
        "a view that refuses to begin",
        'def view(edition, locale, params):\n    raise BadQuery("choice")\n\n\n'
        + widgets("return [widget(view=view)]"),
        "empty query",
    ),
    showing_badly(
        "a view with a key it does not know",
        widgets(
            'return [widget(view=lambda *_: View(params={"x": "1"}, sources=(), answers=False))]'
        ),
        "params",
    ),
    showing_badly(
        "a good widget and a bad one",
        widgets('return [widget(), widget(id="b", template="b.html")]'),
        "b.html",
        b__html="<script>x</script>" + PARKING,
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
    """What comes of a folder of plugins; nobody reads what its clinics say."""
    settings = Settings(
        plugins_dir=str(folder), public_url=PUBLIC_URL, strict=strict, plugins=plugins, lint=False
    )
    return publish(settings, CATALOGUE)
