// Starts the GOV.UK components. All that they do, the pages also do without them.

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// The built file has a hash in its name: the page's script tag tells where it is.
const { initAll } = await import(
  document.querySelector("script[data-govuk-frontend]").dataset.govukFrontend
);
initAll();

// On a telephone the filter stands above the list, and would hide it: keep it folded below the
// width from which _filter.scss puts them side by side.
const wide = window.matchMedia("(min-width: 48.0625em)");
function foldFilters() {
  for (const filter of document.querySelectorAll("details.app-filter")) {
    // One with a mistake in it stays open, for the mistake to be found.
    filter.open = wide.matches || filter.querySelector(".govuk-error-message") !== null;
  }
}
foldFilters();
wide.addEventListener("change", foldFilters);

// Leaving a page with typed text asks first. The browser words the question.
const before = new Map();
let sends = false;
function written(form) {
  const fields = form.querySelectorAll("textarea, input[type=text], input[type=file]");
  return [...fields].map((field) => field.value).join("\u0000");
}
for (const form of document.querySelectorAll("form[data-typed]")) {
  // What came back with a mistake in it is not saved either.
  const isGivenBack = document.querySelector(".govuk-error-summary") !== null;
  before.set(form, isGivenBack ? null : written(form));
  form.addEventListener("submit", () => {
    sends = true;
  });
}
window.addEventListener("pageshow", () => {
  sends = false;
});
window.addEventListener("beforeunload", (event) => {
  if (!sends && [...before].some(([form, text]) => written(form) !== text)) {
    event.preventDefault();
  }
});
