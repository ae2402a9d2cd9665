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
