// The editor of narrative stands in for a textarea: it takes over the textarea's label, hint and
// errors, and the focus, to which the label and the error summary lead. What is pasted from
// elsewhere is read by the server (plans.pasted), which knows how word processors write lists,
// tables and comments, and says what it has left out.

const { reader } = document.querySelector("script[data-reader]").dataset;

document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const box = editor.view.dom;
  const label = textarea.labels[0];
  if (label) {
    label.id ||= `${textarea.id}_label`;
    box.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => box.focus());
  }
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) {
      box.setAttribute(name, textarea.getAttribute(name));
    }
  }
  textarea.focus = (options) => box.focus(options);
  editor.view.setProps({
    handlePaste: (view, { clipboardData }) => isTaken(view, clipboardData, textarea),
    handleDrop(view, drop, slice, isMoved) {
      const place = view.posAtCoords({ left: drop.clientX, top: drop.clientY });
      if (isMoved || !place || !isTaken(view, drop.dataTransfer, textarea)) {
        return false;
      }
      editor.commands.setTextSelection(place.pos);
      return true;
    },
  });
});

// Whether it comes from elsewhere, and so is read by the server first. The editor's own it knows.
function isTaken(view, data, textarea) {
  const html = data?.getData("text/html");
  if (!html || html.includes("data-pm-slice")) {
    return false;
  }
  take(view, html, data.getData("text/plain"), textarea);
  return true;
}

async function take(view, html, text, textarea) {
  const sent = new URLSearchParams({
    csrfmiddlewaretoken: textarea.form.elements.csrfmiddlewaretoken.value,
    html: withoutBallast(html),
  });
  try {
    const response = await fetch(reader, { method: "POST", body: sent });
    const read = await response.json();
    if (read.html) {
      view.pasteHTML(read.html);
    }
    news(textarea).textContent = read.told.join(" ");
  } catch {
    // The network is away, the session is over, or it is too much.
    view.pasteText(text);
    news(textarea).textContent =
      "Only the words could be pasted, without lists, tables and what was bold. " +
      "Look whether comments or deleted words are among them.";
  }
}

// Style sheets and pictures are by far the most of what Word sends.
function withoutBallast(html) {
  const pasted = new DOMParser().parseFromString(html, "text/html");
  for (const element of pasted.querySelectorAll("style, script, link, meta, xml")) {
    element.remove();
  }
  for (const picture of pasted.querySelectorAll("img[src]")) {
    picture.setAttribute("src", "#");
  }
  return pasted.documentElement.outerHTML;
}

// The place below the editor where what became of a paste is said, also to a screen reader.
function news(textarea) {
  const id = `${textarea.id}_news`;
  let told = document.getElementById(id);
  if (!told) {
    told = document.createElement("p");
    told.id = id;
    told.className = "govuk-hint";
    told.setAttribute("role", "status");
    textarea.parentElement.append(told);
  }
  return told;
}
