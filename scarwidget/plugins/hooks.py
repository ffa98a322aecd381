"""The hooks: everything a plugin can add. Each is called at start, never in a request."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from scarwidget.clinics import ChecklistItem, Clinic, Service

PROJECT = "scarwidget"

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
    loaded first; the other one fails.
    """
    raise NotImplementedError


@hookspec
def register_services(clinic: Clinic) -> Iterable[Service]:
    """Give the services that this plugin adds to ``clinic``.

    Called once for every clinic that names this plugin::

        @hookimpl
        def register_services(clinic):
            return [Service(id="pico", treatment="laser_pico", brand="Pico")]

    One item that does not hold drops all items of this plugin for this clinic.
    """
    raise NotImplementedError


@hookspec
def register_checklist_items(clinic: Clinic) -> Iterable[ChecklistItem]:
    """Give the habits that this plugin adds to the checklist of ``clinic``.

    Called once for every clinic that names this plugin::

        @hookimpl
        def register_checklist_items(clinic):
            return [ChecklistItem(id="hat", action="Wear a hat", how_often="Outdoors", why="Shade")]

    They stand in a group of their own, labelled as the clinic's.
    """
    raise NotImplementedError
