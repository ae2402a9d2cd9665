// Starts “Exit this page”: three presses of Shift leave the page too. Without it, it is a link.

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// The built file has a hash in its name: the page's script tag tells where it is.
const { createAll, ExitThisPage } = await import(
  document.querySelector("script[data-govuk-frontend]").dataset.govukFrontend
);
createAll(ExitThisPage);
