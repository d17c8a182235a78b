// Keys for the review form: letters outside fields, Escape to leave a field, and an answer before unsaved work is left.
const form = document.querySelector("[data-review]");
const FIELDS = { t: "type", w: "actor", p: "place", d: "start", o: "toll", n: "note" };

if (form) {
  let changed = false;
  let sending = false;
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    sending = true;
  });
  addEventListener("beforeunload", (event) => {
    if (changed && !sending) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const inside = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (event.key === "Escape" && inside) {
      event.target.blur();
      return;
    }
    if (inside || event.ctrlKey || event.metaKey || event.altKey) return;
    const press = (value) => form.querySelector(`button[name="do"][value="${value}"]`).click();
    const actions = {
      a: () => press("accept"),
      s: () => press("save"),
      j: () => document.querySelector("[data-skip]").click(),
      k: () => history.back(),
    };
    const field = FIELDS[event.key];
    if (field) {
      const found = form.elements.namedItem(field);
      found.focus();
      if (found.select) found.select();
    } else if (actions[event.key]) {
      actions[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  });
}
