// Keeps the preview of a form in step with what is typed, a moment after the typing stops. Without
// this the form's own button shows the page again with the preview.

const PAUSE = 700;
const address = document.querySelector("#preview").dataset.address;
const form = document.querySelector("#id_body").form;
const news = document.querySelector("#preview-news");
let timer;
let asked = 0;

async function look() {
  const number = ++asked;
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) {
    if (value instanceof File) {
      typed.delete(name);
    }
  }
  try {
    const response = await fetch(address, { method: "POST", body: typed });
    // Its style has a nonce of its own, which this page's policy does not know.
    const html = (await response.text()).replace(/<style[^]*?<\/style>/g, "");
    const page = new DOMParser().parseFromString(html, "text/html");
    const now = page.querySelector("#preview");
    const shown = document.querySelector("#preview");
    // Signed out, or a later answer has come already: leave it as it is.
    if (response.ok && now && number === asked && now.innerHTML !== shown.innerHTML) {
      shown.replaceChildren(...now.childNodes);
      // Said once, not at every pause.
      news.textContent = "The preview below the form follows what you type";
    }
  } catch {
    // The network is away: the next change asks again.
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}
form.addEventListener("input", later);
form.addEventListener("change", later);
