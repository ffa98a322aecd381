// The snippet builder shows each change at once, and copies. Without this a button does the one
// and the keyboard the other.
const form = document.querySelector("[data-builder]");
const news = document.getElementById("scarwidget-builder-status");
const beside = document.createElement("span");
beside.className = "scarwidget-builder-said";
beside.ariaHidden = "true";
let latest = 0;
let waiting;

const say = (text) => {
  // The same words once more are news only if something else stood there.
  news.textContent = "";
  setTimeout(() => { news.textContent = text; }, 50);
};

const address = () => {
  const given = [...new FormData(form)].filter(([, value]) => value);
  return `${form.action.split("#")[0]}?${new URLSearchParams(given)}`;
};

// Not fetch: text would have to be parsed here, and a policy may forbid that.
const load = (url) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open("GET", url);
  request.responseType = "document";
  request.timeout = 10000;
  request.onload = () => {
    const { response } = request;
    if (response?.querySelector("[data-builder]")) resolve(response);
    else reject();
  };
  request.onerror = reject;
  request.ontimeout = reject;
  request.send();
});

const update = async () => {
  clearTimeout(waiting);
  const url = address();
  latest += 1;
  const turn = latest;
  let fresh;
  try {
    fresh = await load(url);
  } catch {
    if (turn === latest) location.assign(url);
    return;
  }
  if (turn !== latest) return;
  for (const part of fresh.querySelectorAll("[data-builder-part]")) {
    const old = document.getElementById(part.id);
    // A choice that has the focus keeps it: its own list does not change.
    const used = old?.contains(document.activeElement);
    if (old && !used && !old.isEqualNode(part)) old.replaceWith(document.adoptNode(part));
  }
  for (const field of form.querySelectorAll("input[id]")) {
    const wrong = fresh.getElementById(field.id)?.getAttribute("aria-invalid");
    if (wrong) field.setAttribute("aria-invalid", wrong);
    else field.removeAttribute("aria-invalid");
  }
  history.replaceState(null, "", url);
  const problem = form.querySelector(".scarwidget-builder-problem, .scarwidget-notice");
  say(problem ? problem.textContent.trim() : news.dataset.updated);
};

const copy = async (button) => {
  const code = document.getElementById(button.dataset.builderCopy);
  let said = news.dataset.copied;
  try {
    await navigator.clipboard.writeText(code.value);
  } catch {
    code.focus();
    code.select();
    said = news.dataset.selected;
  }
  say(said);
  // For the eye, beside what was pressed.
  beside.textContent = said;
  button.after(beside);
};

const text = form.querySelector("[data-builder-swatch]");
const swatch = document.createElement("input");
swatch.type = "color";
swatch.ariaLabel = text.dataset.builderSwatch;
const match = () => {
  swatch.value = /^#[\da-f]{6}$/i.test(text.value) ? text.value : text.placeholder;
};
match();
text.after(swatch);

form.addEventListener("input", ({ target }) => {
  if (target === swatch) text.value = swatch.value;
  if (target === text) match();
  clearTimeout(waiting);
  waiting = setTimeout(update, 400);
});
form.addEventListener("change", ({ target }) => {
  // Everything on the page changes with its language.
  if (target.name === "lang") location.assign(address());
  else update();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  update();
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-builder-copy]");
  if (button) copy(button);
});
document.documentElement.classList.add("scarwidget-builder-live");
