// Shows how far a file is without loading the page anew, and begins its download once it is made;
// without this the page reloads itself, and does the same.

const region = document.querySelector("#progress");
const { initAll } = await import(
  document.querySelector("script[data-govuk-frontend]").dataset.govukFrontend
);

async function look() {
  try {
    const response = await fetch(window.location.href, { redirect: "manual" });
    // Done: the page that says so is for the reader, not for us.
    if (response.type === "opaqueredirect") {
      window.location.assign(region.dataset.then);
      return;
    }
    // Its style has a nonce of its own, which this page's policy does not know.
    const html = (await response.text()).replace(/<style[^]*?<\/style>/g, "");
    const page = new DOMParser().parseFromString(html, "text/html");
    const now = page.querySelector("#progress");
    if (response.ok && now) {
      document.title = page.title;
      // What has not changed is not read out again.
      if (region.innerHTML !== now.innerHTML) {
        region.replaceChildren(...now.childNodes);
        initAll({ scope: region });
      }
      if (!("underWay" in now.dataset)) {
        // Sent as an attachment: the page stays.
        if (now.dataset.download) {
          window.location.assign(now.dataset.download);
        }
        return;
      }
    }
  } catch {
    // The network is away for a moment: ask again.
  }
  again();
}

// Most files are there within a second or two; who waits for a long one need not ask so often.
let pause = 300;

function again() {
  setTimeout(look, pause);
  pause = Math.min(2000, pause * 1.2);
}
again();
