"""Firefox, which nobody drives: it opens a page that acts by itself and tells its own site."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from scarwidget.serving import LOOPBACK

PREFERENCES: Mapping[str, bool | int | str] = {
    # Neither a first run nor a question.
    "browser.aboutwelcome.enabled": False,
    "browser.chrome.site_icons": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.startup.max_resumed_crashes": -1,
    "trailhead.firstrun.didSeeAboutWelcome": True,
    # Nothing that a browser does on its own account.
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.newtabpage.activity-stream.feeds.section.topstories": False,
    "browser.newtabpage.activity-stream.feeds.topsites": False,
    "browser.newtabpage.activity-stream.telemetry": False,
    "browser.newtabpage.activity-stream.unifiedAds.adsFeed.enabled": False,
    "browser.newtabpage.activity-stream.unifiedAds.spocs.enabled": False,
    "browser.newtabpage.activity-stream.unifiedAds.tiles.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.topsites.contile.enabled": False,
    "captivedetect.canonicalURL": "",
    "datareporting.healthreport.uploadEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.trr.mode": 5,
    "services.settings.server": "data:,",
    "telemetry.fog.test.localhost_port": -1,
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    # What is left goes to a proxy, which is nobody's but the tests'.
    "network.proxy.type": 1,
    "network.proxy.http": LOOPBACK,
    "network.proxy.ssl": LOOPBACK,
    "network.proxy.no_proxies_on": f"localhost, {LOOPBACK}",
    # A tab that nobody looks at is a tab as any other.
    "dom.min_background_timeout_value": 4,
    "dom.timeout.enable_budget_timer_throttling": False,
}

VARIABLES: Mapping[str, str] = {
    "MOZ_CRASHREPORTER_DISABLE": "1",
    # Without this it keeps to its own idea of where settings come from.
    "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1",
}


@contextmanager
def firefox(path: Path, url: str, *, proxy: int) -> Iterator[None]:
    """Firefox with a fresh profile and one page, until the end of a ``with``.

    ``proxy`` is the port on this machine where everything goes that is meant for another.
    """
    ports = {"network.proxy.http_port": proxy, "network.proxy.ssl_port": proxy}
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**PREFERENCES, **ports}.items()
        )
        Path(folder, "user.js").write_text("".join(lines), "utf-8")
        process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--profile", folder, url],
            env={**os.environ, "HOME": folder, **VARIABLES},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
