// The loader: finds the places where a clinic wants a widget, and puts a frame there, or on
// request the widget itself. Whatever fails, the clinic's own link stays.
const server = "%PUBLIC_URL%";
const places = "scar-widget,[data-scarwidget]";
const tokens = ["accent", "on-accent", "paper", "ink", "muted", "line", "corners", "font"];
const live = new Map();
const late = new Set();
let queued;

const read = (mount, name) => mount.getAttribute(name) ?? mount.getAttribute(`data-${name}`);

// Over whatever rules the host has for every frame.
const size = (frame, name, value) => frame.style.setProperty(name, value, "important");

const begin = (mount) => {
  // A second copy of this script must leave alone what the first has.
  if (mount.scarwidget || !mount.isConnected) return;
  mount.scarwidget = true;

  const clinic = read(mount, "clinic");
  const widget = read(mount, "scarwidget") || read(mount, "widget");
  const inline = read(mount, "mode") === "inline";
  const eager = read(mount, "eager") !== null;
  const reserve = read(mount, "reserve");
  const place = { secret: Math.random().toString(36).slice(2), wants: 0 };
  live.set(mount, place);
  // Its ancestors tell when the host changes its looks.
  for (let node = mount; node; node = node.parentElement ?? node.getRootNode().host) {
    watch.observe(node, { attributes: true });
  }

  const tell = (name, reason) => mount.dispatchEvent(new CustomEvent(`scarwidget:${name}`, {
    bubbles: true,
    detail: { clinic, widget, reason },
  }));
  place.tell = tell;

  const address = (form) => {
    const query = ["heading", "lang", "scar", "topic"].map((key) => [
      key,
      read(mount, key) || (key === "lang" && mount.closest("[lang]")?.lang),
    ]);
    return `${server}/${clinic}/${widget}${form}?${new URLSearchParams(query.filter((pair) => pair[1]))}`;
  };

  if (getComputedStyle(mount).display === "inline") mount.style.display = "block";
  if (reserve) mount.style.minHeight = `${+reserve}px`;
  const { paddingBottom, borderBottomWidth } = getComputedStyle(mount);
  const bottom = mount.getBoundingClientRect().bottom
    - parseFloat(paddingBottom) - parseFloat(borderBottomWidth);
  let link = mount.querySelector("a");
  if (!link) {
    link = document.createElement("a");
    link.href = link.textContent = `${server}/${clinic ?? ""}/${clinic && widget ? widget : ""}`;
    mount.append(link);
  }

  const fail = (reason) => {
    if (place.up || place.gone || live.get(mount) !== place) return;
    // Exactly the room there was, whatever margins collapse without the frame.
    mount.style.height = `${mount.offsetHeight}px`;
    mount.style.display = "flow-root";
    if (place.frame) size(place.frame, "display", "none");
    place.gone = true;
    tell("error", reason);
  };
  const near = (then) => {
    const eye = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      eye.disconnect();
      then();
    }, { rootMargin: "600px" });
    eye.observe(mount);
    place.end = () => {
      eye.disconnect();
      clearTimeout(place.timer);
    };
  };
  if (!clinic || !widget) {
    fail("attributes");
  } else if (inline) {
    // Not by its hashed name, so that a pinned loader outlives a new style sheet.
    const show = () => import(`${server}/-/inline.js`)
      .then((module) => module.show(mount, address("/fragment"), tell))
      .then((shown) => {
        Object.assign(place, shown, { up: true, seen: "" });
        tell("ready");
        queue();
      })
      .catch(() => fail("unreachable"));
    if (eager) show();
    else near(show);
  } else {
    let frame = mount.querySelector("iframe");
    const { scheme, worn } = Object.assign(place, looks(mount));
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = link.textContent;
      frame.loading = eager ? "eager" : "lazy";
      frame.referrerPolicy = "no-referrer";
      frame.sandbox = "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
      frame.src = `${address("/frame")}#?${new URLSearchParams({ ...worn, scheme, secret: place.secret })}`;
      frame.frameBorder = "0";
      size(frame, "width", "100%");
      size(frame, "display", "block");
      mount.append(frame);
      // Just the room that the host keeps for it.
      const room = bottom - frame.getBoundingClientRect().top;
      size(frame, "height", `${room > 99 ? room : 320}px`);
    } else if (frame.offsetHeight < frame.height) {
      // A host that resets every element takes its size away.
      size(frame, "width", "100%");
      size(frame, "height", `${frame.height}px`);
    }
    place.frame = frame;
    // A frame that may run scripts and says nothing shows the browser's refusal, or nothing.
    const silent = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-scripts");
    if (!silent) {
      const doubt = (time) => {
        clearTimeout(place.timer);
        place.timer = setTimeout(fail, time, "unreachable");
      };
      frame.addEventListener("load", () => doubt(4000));
      // Its load may have been before this script's.
      near(() => doubt(9000));
    }
    hello(place);
  }
};

// rgb() by its green, which weighs most; oklch(), lab() and their like by their lightness.
const isLight = (color) => {
  const [first, green] = (color.match(/[ (][\d.]+/g) ?? []).map((part) => +part.slice(1));
  return /^rgb/.test(color) ? green > 140 : first > (first > 1 ? 60 : 0.6);
};

// Light letters are dark paper: hosts that switch by a class rarely say "color-scheme".
const looks = (mount) => {
  const style = getComputedStyle(mount);
  const worn = {};
  for (const token of tokens) {
    const value = read(mount, token) ?? style.getPropertyValue(`--scar-${token}`).trim();
    if (value) worn[token] = value;
  }
  return { scheme: read(mount, "scheme") ?? (isLight(style.color) ? "dark" : "light"), worn };
};

const hello = ({ frame, secret, scheme, worn }) =>
  frame.contentWindow?.postMessage({ message: "hello", secret, scheme, tokens: worn }, "*");

// Whether the visitor is in it.
const used = ({ frame }) => frame.getRootNode().activeElement === frame;

const grow = ({ frame, wants }) => {
  if (wants > frame?.offsetHeight) size(frame, "height", `${wants}px`);
};

const scan = () => {
  queued = 0;
  for (const mount of [...late, ...document.querySelectorAll(places)]) begin(mount);
  late.clear();
  for (const [mount, place] of live) {
    if (!mount.isConnected) {
      place.end?.();
      live.delete(mount);
      delete mount.scarwidget;
      continue;
    }
    const { frame } = place;
    const now = looks(mount);
    const seen = JSON.stringify(now);
    if (seen !== place.seen) {
      Object.assign(place, now, { seen });
      if (frame) hello(place);
      else place.dress?.(now.scheme, now.worn);
    }
    // It grows only where nobody sees what is below move.
    if ((frame ?? mount).getBoundingClientRect().bottom >= innerHeight) {
      place.free?.();
      grow(place);
    }
  }
};

const queue = () => { queued ||= requestAnimationFrame(scan); };

const watch = new MutationObserver(queue);
watch.observe(document, { childList: true, subtree: true });
matchMedia("(prefers-color-scheme:dark)").addEventListener("change", queue);
addEventListener("scroll", queue, { passive: true, capture: true });
for (const type of ["resize", "transitionend"]) addEventListener(type, queue);

addEventListener("message", ({ source, data }) => {
  for (const [mount, place] of live) {
    if (!source || place.frame?.contentWindow !== source) continue;
    // A document that has not been greeted yet.
    if (data?.secret !== place.secret) hello(place);
    else if (data.message === "height") {
      place.wants = Math.min(Number(data.value), 20000);
      place.print = Number(data.print);
      if (place.gone) size(place.frame, "display", mount.style.height = place.gone = "");
      if (!place.up) place.tell("ready");
      place.up = true;
      // What the visitor has just done in it may move what is below.
      if (used(place)) grow(place);
      queue();
    } else if (data.message === "show" && used(place)) {
      const top = place.frame.getBoundingClientRect().top + data.value;
      if (top < 0 || top > innerHeight / 2) scrollBy(0, top - 64);
    } else if (data.message === "contact") place.tell("contact");
  }
});

// A frame prints no more than its box.
addEventListener("beforeprint", () => {
  for (const { frame, print } of live.values()) {
    if (print) frame.style.minHeight = `${print}px`;
  }
});
addEventListener("afterprint", () => {
  for (const { frame } of live.values()) if (frame) frame.style.minHeight = "";
});

if (!customElements.get("scar-widget")) {
  customElements.define("scar-widget", class extends HTMLElement {
    // Reached even inside somebody's shadow root.
    connectedCallback() {
      late.add(this);
      queue();
    }
  });
}

queue();
