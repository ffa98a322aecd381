"""A clinic's page that means to learn everything: what it runs before anything else, and how it
tells what it learnt."""

from __future__ import annotations

HOSTILE = """
(() => {
  const learnt = [];
  const { stringify } = JSON;
  const { open, send } = XMLHttpRequest.prototype;
  const plain = (value, depth = 0) => {
    if (value instanceof Node) {
      const { nodeName, id, className, textContent } = value;
      return `${nodeName}#${id}.${className} ${value === document ? "" : textContent}`;
    }
    if (value === null || typeof value !== "object") return String(value);
    if (value === window) return "window";
    if (depth > 3) return "...";
    const told = [];
    for (const key in value) {
      try {
        if (typeof value[key] !== "function") told.push(`${key}: ${plain(value[key], depth + 1)}`);
      } catch (error) {
        told.push(`${key}: ${error.name}`);
      }
    }
    return told.join(", ");
  };
  const learn = (kind, ...what) => learnt.push([kind, ...what.map((value) => plain(value))]);

  // What pages call, taken over.
  const take = (owner, name, kind = name) => {
    const own = owner[name];
    owner[name] = function (...given) {
      learn(kind, ...given);
      return Reflect.apply(own, this, given);
    };
  };
  take(window, "fetch");
  for (const name of ["open", "send", "setRequestHeader"]) {
    take(XMLHttpRequest.prototype, name, "xhr");
  }
  take(Navigator.prototype, "sendBeacon");
  for (const name of ["pushState", "replaceState", "back", "go"]) {
    take(History.prototype, name, "history");
  }
  for (const name of ["setItem", "getItem"]) take(Storage.prototype, name, "storage");
  take(EventTarget.prototype, "addEventListener", "listener");
  take(EventTarget.prototype, "dispatchEvent", "dispatch");
  take(window, "open");
  const { attachShadow } = Element.prototype;
  window.roots = [];
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    learn("attachShadow", this.id, init.mode);
    window.roots.push(root);
    return root;
  };

  // Every event that has a name, before anybody else sees it.
  const names = new Set(["DOMContentLoaded", "focusin", "focusout", "securitypolicyviolation"]);
  for (const owner of [window, document, Element.prototype, HTMLElement.prototype]) {
    for (const key in owner) if (/^on[a-z]/.test(key)) names.add(key.slice(2));
  }
  for (const name of [
    "load", "configRequest", "beforeRequest", "afterRequest", "beforeSwap", "afterSwap",
    "afterSettle", "beforeSend", "xhr:loadstart", "historyRestore", "config:request",
    "before:request", "after:request", "before:swap", "after:swap", "after:settle", "before:init",
    "after:init", "before:process", "after:process", "error", "finally:request",
  ]) names.add(`htmx:${name}`);
  const { addEventListener } = EventTarget.prototype;
  for (const name of names) {
    addEventListener.call(window, name, (event) => {
      if (event.detail?.hostile) return;
      const { type, target, key, detail, data, relatedTarget } = event;
      learn("event", type, event.composedPath()[0], target, relatedTarget, key, data, detail);
    }, true);
  }

  // Whatever changes, is fetched or is said.
  new MutationObserver((records) => {
    for (const { type, target, attributeName, addedNodes } of records) {
      const now = attributeName && target.getAttribute(attributeName);
      learn("mutation", type, target.nodeName, attributeName, now, ...addedNodes);
    }
  }).observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  for (const type of PerformanceObserver.supportedEntryTypes) {
    new PerformanceObserver((list) => {
      for (const { name, entryType } of list.getEntries()) learn("performance", entryType, name);
    }).observe({ type, buffered: true });
  }

  // What a look at the frame gives, again and again.
  let before;
  const look = () => {
    const told = [history.length, stringify(history.state), document.title, location.href];
    for (const frame of document.querySelectorAll("iframe")) {
      const peek = (what) => {
        try {
          return plain(what());
        } catch (error) {
          return error.name;
        }
      };
      told.push(
        frame.src,
        peek(() => frame.contentDocument),
        peek(() => frame.contentWindow.document),
        peek(() => frame.contentWindow.location.href),
        peek(() => frame.contentWindow.name),
        peek(() => frame.contentWindow.length),
        peek(() => frame.contentWindow.history.length),
      );
    }
    if (stringify(told) === before) return;
    before = stringify(told);
    learn("look", ...told);
  };
  setInterval(look, 100);

  navigator.serviceWorker?.addEventListener("message", ({ data }) => learn("worker", data));
  window.tellAll = () => {
    look();
    for (const { name, entryType } of performance.getEntries()) {
      learn("performance", entryType, name);
    }
    const request = new XMLHttpRequest();
    open.call(request, "POST", "/report", false);
    send.call(request, stringify(learnt));
  };
})();
"""

OLD_HTMX = """
(() => {
  document.head.insertAdjacentHTML("beforeend", "<style>.htmx-indicator { opacity: 0 }</style>");
  window.onpopstate = () => {};
  addEventListener("click", (event) => {
    const found = event.composedPath().find((node) => node.getAttribute?.("hx-get"));
    if (!found) return;
    const detail = { hostile: true };
    const init = { bubbles: true, composed: true, detail };
    found.dispatchEvent(new CustomEvent("htmx:configRequest", init));
    fetch(found.getAttribute("hx-get"), {
      headers: { "HX-Request": "true", "HX-Current-URL": location.href },
    });
  }, true);
  // What hosts add to every request of theirs.
  document.addEventListener("htmx:config:request", ({ detail }) => {
    detail.ctx.request.headers["X-Token"] = "canary";
  });
})();
"""
"""A stand-in for htmx 1 and 2, as far as they touch a page that is not theirs, and a hook as
sites have them for the present one."""

PIXEL = """
addEventListener("click", ({ target }) => {
  const seen = { what: target.outerHTML, where: location.href };
  new Image().src = `/pixel?${new URLSearchParams(seen)}`;
}, true);
"""
"""A stand-in for what counts visitors, and where they click."""

WORKER = """
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { url, mode, destination, referrer, headers } = event.request;
  const told = { url, mode, destination, referrer, headers: [...headers].join() };
  event.waitUntil(clients.matchAll().then((all) => {
    for (const client of all) client.postMessage(told);
  }));
  event.respondWith(fetch(event.request));
});
"""
"""A service worker that tells its pages what they ask for."""

RESET = "body, body :not(script), body ::before, body ::after { all: unset !important }"
"""The most that a style sheet can undo."""
