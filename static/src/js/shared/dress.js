// The colours, corners and letters that a host wants, each only if it is what it says.
const KINDS = { corners: "border-radius", font: "font-family" };

export const dress = (element, scheme, tokens) => {
  element.classList.toggle("scarwidget-dark", scheme === "dark");
  for (const name of ["accent", "on-accent", "paper", "ink", "muted", "line", "corners", "font"]) {
    const value = tokens[name];
    const fits = value && CSS.supports(KINDS[name] ?? "color", value);
    element.style.setProperty(`--scar-${name}`, fits ? value : "");
  }
};
