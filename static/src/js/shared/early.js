// htmx comes with the visitor's first touch, key or focus. What they do until it is there is
// held, and done again when it is; if it cannot be had, the browser does it by itself.
export const early = (root, load) => {
  let live = false;
  let coming;
  const fetchIt = () => {
    coming ??= load().catch(() => {}).then(() => { live = true; });
    return coming;
  };

  const hold = (event) => {
    const ticked = event.type === "change";
    const place = event.target.closest(ticked ? "form[hx-get]" : "a[hx-get], form[hx-get] button");
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (live || !place || elsewhere) return;
    const { target } = event;
    if (!ticked) event.preventDefault();
    event.stopImmediatePropagation();
    fetchIt().then(() => {
      // Who was taken out of the page meanwhile leads nowhere.
      if (!place.isConnected) return;
      if (ticked) target.dispatchEvent(new Event("change", { bubbles: true }));
      else place.click();
    });
  };

  for (const type of ["pointerdown", "keydown", "focusin"]) {
    root.addEventListener(type, fetchIt, { once: true, passive: true });
  }
  for (const type of ["click", "change"]) root.addEventListener(type, hold, true);
};
