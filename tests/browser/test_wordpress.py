"""Pasted into a WordPress post, a page's address becomes its widget, and works in there."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Locator,
    Page,
    Request,
    expect,
)

from scarwidget.plugins import Publication
from scarwidget.serving import LOOPBACK
from tests.browser.conftest import PATIENCE, SIZE
from tests.browser.walking import (
    COMPARE_THESE,
    ORDER_FILTER,
    ROLLING,
    choose,
    filter_summary,
    heading,
    labels,
    open_filter,
    settled,
)
from tests.browser.wordpress import HOST_SCRIPT, LEAST, MOST, Pasted, pasted, post
from tests.web.servers import serving

pytestmark = pytest.mark.browser

CLINIC = "tamarind-derma"
POST = "/a-post-of-a-wordpress-site"
STEP = 64
"""A frame tells its height in steps of so many pixels, so that it tells no more."""

HIDDEN = re.compile("visibility: hidden")


class Blog(ThreadingHTTPServer):
    """A WordPress site's server, with one post: a browser does not let a page that no server
    sent frame one of this machine."""

    post = ""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.server_port}"


class BlogHandler(BaseHTTPRequestHandler):
    """Gives the post, whatever is asked."""

    def do_GET(self) -> None:
        assert isinstance(self.server, Blog)
        body = self.server.post.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
        """Say nothing."""


@pytest.fixture(scope="module")
def blog() -> Iterator[Blog]:
    """The site's server, running."""
    with Blog((LOOPBACK, 0), BlogHandler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def widgets(blog: Blog) -> Iterator[str]:
    """The address of a widget server that lets the site frame its clinics."""
    with serving(environ={"SCARWIDGET_EXTRA_ORIGINS": blog.url}) as served:
        yield served.url


class Site:
    """What a visitor of the post sees, and a note of what goes wrong."""

    def __init__(self, page: Page, blog: Blog, widgets: str) -> None:
        self.page = page
        self.blog = blog
        self.widgets = widgets
        self.wrong: list[str] = []
        self.requests: list[Request] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", self._request)

    def _request(self, request: Request) -> None:
        self.requests.append(request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self.wrong.append(message.text)

    def paste(self, place: str, clinic: str = CLINIC) -> Pasted:
        """What becomes of a widget's address."""

        def fetch(url: str) -> tuple[int, bytes]:
            answer = self.page.request.get(url)
            return answer.status, answer.body()

        found = pasted(fetch, f"{self.widgets}/{clinic}/{place}")
        assert found is not None
        return found

    def publish(self, *embeds: Pasted, script: bool = True) -> None:
        """Open the post that holds these."""
        self.blog.post = post(*embeds, script=script)
        self.page.goto(self.blog.url + POST)

    def iframe(self, embed: Pasted) -> Locator:
        """The frame of an embed."""
        return self.page.locator(f'iframe[data-secret="{embed.secret}"]')

    def quotation(self, embed: Pasted) -> Locator:
        """What stands there until the frame has spoken."""
        return self.page.locator(f'blockquote[data-secret="{embed.secret}"]')

    def inside(self, embed: Pasted) -> Frame:
        """The document in the frame, loaded."""
        element = self.iframe(embed).element_handle()
        assert element is not None
        frame = element.content_frame()
        assert frame is not None
        frame.wait_for_url("**/frame**")
        frame.wait_for_load_state()
        return frame

    def shown(self, embed: Pasted) -> Frame:
        """The document in a frame that has said its height, and so is in sight."""
        expect(self.iframe(embed)).not_to_have_attribute("style", HIDDEN)
        expect(self.iframe(embed)).to_be_visible()
        expect(self.quotation(embed)).to_be_hidden()
        return self.inside(embed)

    def heights(self, embed: Pasted) -> list[int]:
        """Every height that the frame has said so far."""
        heard: list[dict[str, Any]] = self.page.evaluate("window.heard")
        return [
            said["value"]
            for said in heard
            if said.get("message") == "height" and said.get("secret") == embed.secret
        ]

    def assert_fits(self, embed: Pasted) -> None:
        """The frame is as tall as the last thing it said, and that is as tall as it is.

        What it says comes a moment after it changes.
        """
        content = said = 0
        end = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < end:
            content = self.inside(embed).evaluate("document.documentElement.offsetHeight")
            said = self.heights(embed)[-1]
            if content <= said < content + STEP:
                break
            self.page.wait_for_timeout(20)
        assert content <= said < content + STEP
        expect(self.iframe(embed)).to_have_attribute("height", str(min(max(said, LEAST), MOST)))

    def assert_nothing_happened(self) -> None:
        """Nothing went wrong, nothing was kept, and nobody else was asked."""
        assert self.wrong == []
        context = self.page.context
        assert context.cookies() == []
        assert context.storage_state()["origins"] == []
        origins = set()
        for request in self.requests:
            if request.url.startswith("data:"):
                continue
            parts = urlsplit(request.url)
            origins.add(f"{parts.scheme}://{parts.netloc}")
            assert request.method == "GET"
            headers = request.all_headers()
            assert "cookie" not in headers
            if request.url.startswith(self.widgets) and not request.is_navigation_request():
                assert not headers.get("referer"), request.url
        assert origins == {self.widgets, self.blog.url}


@pytest.fixture
def site(page: Page, blog: Blog, widgets: str) -> Site:
    """The post, in a fresh profile."""
    return Site(page, blog, widgets)


@pytest.fixture
def unscripted(browser: Browser, blog: Blog, widgets: str) -> Iterator[Site]:
    """The post in a browser that runs no script at all."""
    context: BrowserContext = browser.new_context(viewport=SIZE, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    yield Site(context.new_page(), blog, widgets)
    context.close()


@pytest.mark.parametrize("widget", ["picker", "treatments", "checklist", "explainer", "services"])
def test_the_frame_takes_the_place_of_the_link(site: Site, widget: str) -> None:
    embed = site.paste(widget)
    site.publish(embed)
    frame = site.shown(embed)
    expect(heading(frame)).to_be_visible()
    site.assert_fits(embed)
    assert not site.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    site.assert_nothing_happened()


def test_a_short_widget_gets_no_more_room_than_it_needs(site: Site) -> None:
    embed = site.paste("services", "public-skin-guide")
    site.publish(embed)
    site.shown(embed)
    site.assert_fits(embed)
    assert LEAST < site.heights(embed)[-1] < MOST, "it should be one that WordPress lets be"


def test_a_visitor_answers_every_question_in_the_sandbox(
    site: Site, publication: Publication
) -> None:
    embed = site.paste("picker")
    site.publish(embed)
    frame = site.shown(embed)
    assert frame.evaluate("origin") == "null"
    for label in labels(publication.editions[CLINIC], "en", ROLLING):
        before = heading(frame).inner_text()
        choose(frame, label)
        expect(heading(frame)).not_to_have_text(before)
        settled(frame)
    expect(frame.get_by_role("link", name=COMPARE_THESE)).to_be_visible()
    site.assert_fits(embed)

    frame.get_by_role("link", name=COMPARE_THESE).click()
    frame.wait_for_url(re.compile("/treatments/frame"))
    frame.wait_for_load_state()
    expect(heading(frame)).to_be_visible()
    open_filter(frame, ORDER_FILTER).get_by_role("link", name="Fewest visits").click()
    expect(filter_summary(frame, ORDER_FILTER)).to_contain_text("Fewest visits")
    settled(frame)
    site.assert_fits(embed)
    assert site.page.url == site.blog.url + POST
    site.assert_nothing_happened()


def test_ticks_work_where_forms_do_not(site: Site) -> None:
    embed = site.paste("checklist")
    site.publish(embed)
    frame = site.shown(embed)
    frame.get_by_role("checkbox").first.check()
    expect(frame.get_by_text(re.compile("^1 of "))).not_to_have_count(0)
    settled(frame)
    site.assert_nothing_happened()


def test_two_embeds_in_a_post_are_told_apart(site: Site) -> None:
    embeds = [site.paste("picker"), site.paste("explainer")]
    site.publish(*embeds)
    for embed in embeds:
        site.shown(embed)
        site.assert_fits(embed)
    said = site.page.evaluate("window.heard.map((said) => said.secret)")
    assert set(said) == {embed.secret for embed in embeds}
    site.assert_nothing_happened()


def test_a_frame_that_was_told_another_secret_stays_hidden(site: Site) -> None:
    embed = site.paste("picker")
    other = embed.html.replace(f"secret={embed.secret}", "secret=somebodyelses")
    site.publish(replace(embed, html=other))
    expect(heading(site.inside(embed))).not_to_have_count(0)
    site.page.wait_for_function("window.heard.length > 0")
    assert site.heights(embed) == []
    expect(site.iframe(embed)).to_be_hidden()
    expect(site.quotation(embed).get_by_role("link")).to_be_visible()


def test_a_script_that_comes_late_still_hears_the_height(site: Site) -> None:
    """A plugin that delays scripts lets the frame speak first, to nobody; then it is asked."""
    embed = site.paste("picker")
    site.publish(embed, script=False)
    expect(heading(site.inside(embed))).not_to_have_count(0)
    site.page.wait_for_load_state("networkidle")
    site.page.wait_for_timeout(300)
    expect(site.iframe(embed)).to_be_hidden()
    site.page.add_script_tag(content=HOST_SCRIPT)
    site.shown(embed)
    site.assert_fits(embed)
    site.assert_nothing_happened()


def test_a_pasted_result_shows_the_first_question(site: Site) -> None:
    embed = site.paste("picker?a=none")
    site.publish(embed)
    begun = site.paste("picker")
    assert embed.html.replace(embed.secret, begun.secret) == begun.html


def test_without_any_script_the_link_leads_to_the_widget(unscripted: Site) -> None:
    embed = unscripted.paste("picker")
    unscripted.publish(embed)
    expect(unscripted.iframe(embed)).to_be_hidden()
    link = unscripted.quotation(embed).get_by_role("link")
    expect(link).to_be_visible()
    link.click()
    unscripted.page.wait_for_url(f"{unscripted.widgets}/{CLINIC}/picker")
    expect(heading(unscripted.page.main_frame)).to_be_visible()


def test_without_any_script_a_frame_in_sight_works_by_its_links(
    unscripted: Site, publication: Publication
) -> None:
    """A feed, or a theme that undoes the hiding, shows a frame that nobody sizes."""
    embed = unscripted.paste("picker")
    style = re.compile(r' style="[^"]*"')
    unscripted.publish(replace(embed, html=style.sub("", embed.html)))
    frame = unscripted.inside(embed)
    expect(unscripted.iframe(embed)).to_have_attribute("height", re.compile(r"^[1-9]\d\d$"))
    for label in labels(publication.editions[CLINIC], "en", ROLLING):
        with frame.expect_navigation():
            choose(frame, label)
    expect(frame.get_by_role("link", name=COMPARE_THESE)).to_be_visible()
    unscripted.assert_nothing_happened()
