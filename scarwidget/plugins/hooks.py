"""The hooks: everything a plugin can add. Each is called at start, never in a request.

They are called in the order in which they stand here: first every plugin for its clinics, then,
clinic by clinic in the order of their ids, each plugin of that clinic for services, for checklist
items and for widgets. ``docs/hooks.md`` tells the same at more length.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from scarwidget.clinics import ChecklistItem, Clinic, Service
from scarwidget.edition import Widget

PROJECT = "scarwidget"

API_VERSION = 1
"""The version of these hooks. A plugin may say which it is written for: ``scarwidget_api = 1``."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a plugin's function as the implementation of the hook of the same name."""


@hookspec
def register_clinics() -> Iterable[Clinic]:
    """Give the clinics that this plugin brings; called first, once.

    The plugin that brings a clinic is asked about it by the other hooks too, without being
    named in the clinic's ``plugins``::

        @hookimpl
        def register_clinics():
            return [Clinic(id="birch-skin", name="Birch Skin", markets=("US",))]

    An id that two plugins bring goes to the plugin of that name, else to the one that
    loaded first; the other one fails. A plugin that fails here leaves a clinic of its own
    name, with the built-in widgets and no services.
    """
    raise NotImplementedError


@hookspec
def register_services(clinic: Clinic) -> Iterable[Service]:
    """Give the services that this plugin adds to ``clinic``.

    Called once for every clinic that names this plugin, or that it brought::

        @hookimpl
        def register_services(clinic):
            return [Service(id="pico", treatment="laser_pico", brand="Pico")]

    One item that does not hold drops all services of this plugin for this clinic.
    """
    raise NotImplementedError


@hookspec
def register_checklist_items(clinic: Clinic) -> Iterable[ChecklistItem]:
    """Give the habits that this plugin adds to the checklist of ``clinic``.

    Called once for every clinic that names this plugin, or that it brought::

        @hookimpl
        def register_checklist_items(clinic):
            return [ChecklistItem(id="hat", action="Wear a hat", how_often="Outdoors", why="Shade")]

    They stand in a group of their own, labelled as the clinic's. One item that does not hold
    drops all habits of this plugin for this clinic.
    """
    raise NotImplementedError


@hookspec
def register_widgets(clinic: Clinic) -> Iterable[Widget]:
    """Give the widgets that this plugin adds to ``clinic``, each with a template of its own.

    Called once for every clinic that names this plugin, or that it brought::

        def parking(edition, locale, params):
            return View(params={}, sources=(), answers=False)

        @hookimpl
        def register_widgets(clinic):
            return [
                Widget(
                    id="parking",
                    title="Where to park",
                    about="How to come to us by car.",
                    template="parking.html",
                    keys=frozenset(),
                    view=parking,
                )
            ]

    Each is tried at once, in every language of the clinic and in every form, with no query.
    One that does not hold drops all widgets of this plugin for this clinic.
    """
    raise NotImplementedError
