// What widgets do with htmx: swap in place, keep or move the focus, and say what changed.
// One private htmx a place: nothing on window, nothing in the host's head or history, no event
// that leaves the widget, no header but the browser's own.
const makeHtmx = "%include:htmx.min.js%";

export const trust = () =>
  window.trustedTypes?.createPolicy("scarwidget", { createHTML: (s) => s, createScript: (s) => s });

// The document as htmx is to see it. For a shadow root that is the root itself; for any place it
// has no settings in a meta tag, which would be the host's, and style sheets that nobody wears.
const seenBy = (root) => {
  const own = { adoptedStyleSheets: [], readyState: "complete" };
  if (root !== document) {
    own.body = root.firstElementChild;
    own.title = "";
    for (const name of ["getElementById", "addEventListener", "removeEventListener"]) {
      own[name] = root[name].bind(root);
    }
  }
  own.querySelector = (selector) =>
    selector.startsWith("meta") ? null : root.querySelector(selector);
  return new Proxy(document, {
    get(real, key) {
      if (key === "activeElement") return root.activeElement;
      if (key in own) return own[key];
      const value = real[key];
      return typeof value === "function" ? value.bind(real) : value;
    },
    set(real, key, value) {
      if (root === document) real[key] = value;
      return true;
    },
  });
};

// The one address of a state: keys sorted, none empty, the values of a list sorted and joined.
const canonical = (action) => {
  const url = new URL(action, document.baseURI);
  const values = {};
  for (const [key, value] of url.searchParams) {
    if (value) (values[key] ??= []).push(value);
  }
  const ordered = Object.keys(values).sort().map((key) => [key, values[key].sort().join(".")]);
  url.search = new URLSearchParams(ordered);
  return url.href;
};

const plainly = (action, { signal }) =>
  fetch(action, { signal, credentials: "omit", referrerPolicy: "no-referrer" });

/**
 * Make the widget in `root`, a document or a shadow root with one child, swap in place.
 * `history`: each state becomes a step in the browser's history. `policy`: the Trusted Types
 * policy, where there is one already. `shown`: told the element that the visitor is led to.
 */
export const enliven = (root, { history = false, policy = trust(), shown } = {}) => {
  const inside = root !== document;
  const region = () => root.querySelector(".scarwidget");
  let leadsTo = null;

  const say = (text) => { root.querySelector("[role=status]").textContent = text; };

  // An answer that holds no widget (a proxy's error page, no network) must not leave a blank.
  // A document goes to the address itself; inside a clinic's page the widget stays and says so.
  const failed = ({ sourceElement, request }) => {
    const address = sourceElement?.getAttribute?.("href") ?? request?.action;
    if (!address) return;
    if (!inside) {
      location.assign(address);
      return;
    }
    const notice = document.createElement("p");
    notice.className = "scarwidget-notice";
    const link = document.createElement("a");
    link.href = sourceElement.getAttribute("href") ?? sourceElement.getAttribute("action");
    link.textContent = link.href.split("?")[0];
    notice.append(region().dataset.scarwidgetFailed, " ", link);
    region().querySelector(".scarwidget-notice")?.remove();
    region().prepend(notice);
    say(notice.textContent);
  };

  const settled = () => {
    const widget = region();
    // A swap sets the attribute, but a box that was ever clicked no longer follows it.
    for (const box of widget?.querySelectorAll("input[type=checkbox]") ?? []) {
      box.checked = box.defaultChecked;
    }
    const status = widget?.querySelector("[data-scarwidget-status]");
    say(status?.textContent ?? "");
    const goal = (leadsTo && root.getElementById(leadsTo))
      || widget?.querySelector("[data-scarwidget-focus]");
    leadsTo = null;
    goal?.focus();
    if (goal) shown?.(goal);
    // What was used is gone ("Clear"): go on from the top of the widget.
    if (!root.activeElement || root.activeElement === document.body) {
      const title = widget?.querySelector(".scarwidget-h1");
      title?.setAttribute("tabindex", "-1");
      title?.focus();
    }
  };

  root.addEventListener("click", (event) => {
    const leads = event.target.closest("[data-scarwidget-leads]");
    leadsTo = leads?.dataset.scarwidgetLeads ?? null;
    // A sandbox without forms swallows the click before there is an event to answer.
    const button = event.target.closest("form[hx-get] button");
    if (button) {
      event.preventDefault();
      const init = { bubbles: true, cancelable: true, submitter: button };
      button.form.dispatchEvent(new SubmitEvent("submit", init));
    }
  }, true);

  root.addEventListener("change", () => { leadsTo = null; }, true);

  const htmx = makeHtmx(seenBy(root));
  const { initialize } = Object.getPrototypeOf(htmx);
  // It would begin by itself, with the host's body.
  htmx.initialize = () => {};
  // Its events would leave a shadow root, and carry what is inside.
  htmx.trigger = (_, name, detail) => !detail?.cancelled;
  Object.assign(htmx.config, {
    history,
    mode: "cors",
    defaultTimeout: 15000,
    morphIgnore: ["data-htmx-powered", "open"],
  });
  htmx.registerExtension("scarwidget", {
    init: (api) => policy && api.initSecurity(policy),
    htmx_config_request(element, { ctx }) {
      if (inside) ctx.swap = "outerMorph";
      ctx.fetch = (action, request) => plainly(canonical(action), request);
    },
    htmx_before_swap(element, { ctx }) {
      if (/class="scarwidget /.test(ctx.text)) return true;
      failed(ctx);
      return false;
    },
    htmx_after_settle: settled,
    htmx_error: (element, { ctx }) => { if (ctx) failed(ctx); },
  });
  if (inside) htmx.process(root);
  else initialize.call(htmx);
};
