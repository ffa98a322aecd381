// What the pages and frames do beside htmx. Everything works without it.
(() => {
  let leadsTo = null;

  const announcer = document.createElement("div");
  announcer.className = "scarwidget-hidden";
  announcer.setAttribute("role", "status");
  document.body.append(announcer);

  // A fetch that brings no widget (a proxy's error page, no network) must not leave a blank:
  // the browser then goes to the address itself.
  const goThere = (ctx) => {
    const source = ctx?.sourceElement;
    const address = source?.getAttribute("href") ?? ctx?.request?.action;
    if (address) location.assign(address);
  };

  document.addEventListener("click", (event) => {
    leadsTo = event.target.closest("[data-scarwidget-leads]")?.dataset.scarwidgetLeads ?? null;
  }, true);

  document.addEventListener("change", () => {
    leadsTo = null;
  }, true);

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (!/class="scarwidget /.test(ctx.text)) {
      event.preventDefault();
      goThere(ctx);
    }
  });

  document.addEventListener("htmx:error", (event) => goThere(event.detail.ctx));

  document.addEventListener("htmx:after:settle", () => {
    const widget = document.querySelector(".scarwidget");
    // Going back replaces the whole body.
    if (!announcer.isConnected) document.body.append(announcer);
    // A swap sets the attribute, but a box that was ever clicked no longer follows it.
    for (const box of widget?.querySelectorAll("input[type=checkbox]") ?? []) {
      box.checked = box.defaultChecked;
    }
    const status = widget?.querySelector("[data-scarwidget-status]");
    if (status) announcer.textContent = status.textContent;
    const goal = leadsTo ? document.getElementById(leadsTo) : null;
    leadsTo = null;
    (goal ?? widget?.querySelector("[data-scarwidget-focus]"))?.focus();
    // What was used is gone ("Clear"): go on from the top of the widget.
    if (document.activeElement === document.body) {
      const title = widget?.querySelector("h1");
      title?.setAttribute("tabindex", "-1");
      title?.focus();
    }
  });
})();
