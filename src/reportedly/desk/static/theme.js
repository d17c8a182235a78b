// Dark or light: as the system has it until the button is pressed, then as chosen. Loaded before the page is drawn.
const STORE = "reportedly-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null; // storage may be closed to this page; the button still works until it is left
  }
}

function show(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  const now = theme ?? (dark.matches ? "dark" : "light");
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.textContent = now === "dark" ? "Light" : "Dark";
  }
  document.dispatchEvent(new CustomEvent("theme", { detail: now }));
}

show(chosen());
addEventListener("DOMContentLoaded", () => {
  show(chosen());
  dark.addEventListener("change", () => show(chosen()));
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.addEventListener("click", () => {
      const now = document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
      const next = now === "dark" ? "light" : "dark";
      try {
        localStorage.setItem(STORE, next);
      } catch {
        // not kept, still shown
      }
      show(next);
    });
  }
});
