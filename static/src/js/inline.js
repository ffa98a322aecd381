// A widget inside the clinic's own page, in a closed shadow root. htmx comes with the first
// interaction. The clinic's scripts can see what is chosen here: the docs say so.
import { dress } from "./shared/dress.js";
import { early } from "./shared/early.js";

const plain = { credentials: "omit", referrerPolicy: "no-referrer" };
const sheet = new CSSStyleSheet();
sheet.replaceSync("%INLINE_CSS%");

// Throws where the host forbids it: then the host's own link stays.
const policy = window.trustedTypes?.createPolicy("scarwidget", {
  createHTML: (s) => s,
  createScript: (s) => s,
});

// What no widget but the picker begins with comes with htmx.
let rest;
const wearRest = async (root) => {
  const address = new URL("./static/%asset:inline-late.css%", import.meta.url);
  rest ??= fetch(address, plain).then((answer) => answer.text());
  const late = new CSSStyleSheet();
  late.replaceSync(await rest);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, late];
};

// A shadow root is for ever: who comes back finds it as it was.
const known = new WeakMap();

/**
 * Put the widget at `address` into `mount`, and give what the loader needs of it: `dress` sets
 * its looks, `free` lifts the limit on its height. `tell(name)` reports to the host.
 */
export const show = async (mount, address, tell) => {
  if (known.has(mount)) return known.get(mount);
  const response = await fetch(address, plain);
  const text = await response.text();
  if (!/class="scarwidget /.test(text)) throw new Error(response.status);

  const body = document.createElement("div");
  body.className = "scarwidget-frame";
  const html = `${text}<div class="scarwidget-hidden" role="status"></div>`;
  body.innerHTML = policy ? policy.createHTML(html) : html;
  const region = body.querySelector(".scarwidget");
  const theme = new CSSStyleSheet();
  theme.replaceSync(`:host{${region.dataset.scarwidgetTheme ?? ""}}`);

  const { height, bottom } = mount.getBoundingClientRect();
  const root = mount.attachShadow({ mode: "closed" });
  root.adoptedStyleSheets = [sheet, theme];
  root.append(body, document.createElement("slot"));
  // Its lengths are pixels, since a rem is the host's: a visitor's own letter size scales them.
  const letters = parseFloat(getComputedStyle(body).fontSize);
  if (letters !== 16) body.style.zoom = letters / 16;

  // What is below must not jump: it scrolls inside, until a visitor uses it or scrolls on.
  const over = mount.offsetHeight - height;
  const free = () => {
    const { scrollTop } = body;
    body.style.maxHeight = "";
    if (scrollTop) scrollBy(0, scrollTop);
  };
  if (over > 0 && bottom < innerHeight && bottom > 0) {
    body.style.maxHeight = `${Math.max(body.offsetHeight - over, 160)}px`;
  }
  // Not sooner, or what was pressed moves away from under the finger.
  for (const type of ["click", "keyup"]) body.addEventListener(type, free, { once: true });

  root.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link?.matches("[data-scarwidget-contact]")) tell("contact");
    const goal = link?.getAttribute("href")?.startsWith("#") && root.getElementById(link.hash.slice(1));
    if (!goal) return;
    // An address with a "#" finds nothing in a shadow root.
    event.preventDefault();
    const folded = goal.closest("details");
    if (folded) folded.open = true;
    goal.tabIndex = -1;
    goal.focus();
  });

  const dressed = region.matches(".scarwidget-picker") && wearRest(root);
  early(root, async () => {
    const { enliven } = await import("./static/%asset:widget.js%");
    await (dressed || wearRest(root));
    enliven(root, { policy });
  });
  const shown = {
    free,
    dress: (scheme, tokens) => dress(body, scheme, tokens),
  };
  known.set(mount, shown);
  return shown;
};
