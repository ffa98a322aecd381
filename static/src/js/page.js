// A page has htmx from the start, since its states are steps in the browser's history.
import { enliven } from "./%asset:widget.js%";

enliven(document, { history: true });
