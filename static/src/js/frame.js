// What a frame does beside showing itself: it wears what the host wears, tells the host how
// tall it is and when a contact link is followed, and fetches htmx when a visitor begins.
// Nothing a visitor answers leaves it. It works without this.
import { dress } from "./shared/dress.js";
import { early } from "./shared/early.js";

const root = document.documentElement;
const hash = location.hash.startsWith("#?") ? location.hash : "";
let secret = "";
let carried = hash;
let told;

let goal;

const wear = (given, scheme, tokens) => {
  secret = given ?? "";
  dress(root, scheme, tokens);
};

// The host makes room first, and then brings to view what the visitor was led to.
const lead = () => {
  if (!goal || !secret) return;
  const top = Math.floor((goal.getBoundingClientRect().top + scrollY) / 64) * 64;
  parent.postMessage({ message: "show", value: top, secret }, "*");
  goal = null;
};

// WordPress's embed protocol, which our loader speaks too. The height is in steps, so that it
// tells little of what is shown, and never the height of the window, so that it cannot grow by
// itself. "print" is the height with everything unfolded, on a sheet of paper.
const height = () => Math.ceil(root.offsetHeight / 64) * 64;

const tell = () => {
  const value = height();
  // What the browser has not laid out yet, out of sight as it is, has no height to tell.
  if (!value) {
    setTimeout(tell, 300);
    return;
  }
  root.classList.add("scarwidget-unfolded");
  const print = height();
  root.classList.remove("scarwidget-unfolded");
  const said = [value, print, secret].join();
  if (said === told) return;
  told = said;
  parent.postMessage({ message: "height", value, print, secret }, "*");
};

// Before the first paint, so that a dark host sees no white flash.
if (hash) {
  const given = new URLSearchParams(hash.slice(2));
  wear(given.get("secret"), given.get("scheme"), Object.fromEntries(given));
}

if (parent !== window) {
  addEventListener("message", ({ source, data }) => {
    if (source !== parent) return;
    if (data?.message === "hello") {
      wear(data.secret, data.scheme, data.tokens ?? {});
      carried = `#?${new URLSearchParams({ ...data.tokens, scheme: data.scheme, secret, led: 1 })}`;
    } else if (data?.message !== "ready" || data.secret !== secret) {
      return;
    }
    told = "";
    if (document.readyState === "loading") return;
    tell();
    lead();
  });

  document.addEventListener("DOMContentLoaded", () => {
    // WordPress hides the frame until it has spoken, and what is hidden is not observed.
    tell();
    // A link that was followed within the frame leads to a place, or to the top of another text.
    goal = hash ? carried.includes("led=1") && document.querySelector(".scarwidget-h1")
      : document.getElementById(location.hash.slice(1));
    lead();
    new ResizeObserver(tell).observe(root);
  });

  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a");
    if (link?.matches("[data-scarwidget-contact]")) {
      parent.postMessage({ message: "contact", secret }, "*");
    } else if (link && !link.hash && !link.target) {
      // The next document of this frame starts with what this one was told.
      link.hash = carried;
    }
  });
}


early(document, () =>
  import("./%asset:widget.js%").then(({ enliven }) =>
    enliven(document, {
      shown: (element) => {
        goal = element;
        tell();
        lead();
      },
    })));
