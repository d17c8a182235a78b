// Lights up what belongs together: hovering or focusing a mark shows its record beside the text, and the other way round.
const spans = [...document.querySelectorAll("[data-refs]")];
const records = new Map([...document.querySelectorAll("[data-record]")].map((one) => [one.dataset.record, one]));
const panel = document.querySelector(".records");
let kept = null;

function refsOf(span) {
  return span.dataset.refs.split(" ");
}

function light(refs, scroll) {
  for (const span of spans) span.classList.toggle("lit", refsOf(span).some((ref) => refs.includes(ref)));
  for (const [ref, record] of records) record.classList.toggle("lit", refs.includes(ref));
  const first = refs.map((ref) => records.get(ref)).find(Boolean);
  if (first && scroll && getComputedStyle(panel).position === "sticky") {
    panel.scrollTo({ top: first.offsetTop - panel.offsetTop - 8 });
  }
}

function keep(refs) {
  kept = refs;
  light(refs ?? [], true);
}

for (const span of spans) {
  span.addEventListener("pointerenter", () => light(refsOf(span), true));
  span.addEventListener("pointerleave", () => light(kept ?? [], false));
  span.addEventListener("click", (event) => {
    const refs = refsOf(span);
    event.stopPropagation(); // of nested marks the innermost counts
    keep(refs);
    const record = records.get(refs[0]);
    if (record && getComputedStyle(panel).position !== "sticky") record.scrollIntoView({ block: "nearest" });
  });
  if (span.tabIndex === 0) {
    span.addEventListener("focus", () => light(refsOf(span), true));
    span.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      location.hash = `record-${refsOf(span)[0]}`;
    });
  }
}
for (const [ref, record] of records) {
  record.addEventListener("pointerenter", () => light([ref], false));
  record.addEventListener("pointerleave", () => light(kept ?? [], false));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") keep(null);
});
if (location.hash.length > 1) keep([decodeURIComponent(location.hash.slice(1)).replace(/^record-/, "")]);
