// The editor of narrative stands in for a textarea: it takes over the textarea's label, hint and
// errors, and the focus, to which the label and the error summary lead. What is pasted goes through
// here first, since the editor takes away the marks by which the server knows comments.

// Where in a paste is what nobody was to read, in XPath: plans.rich_text says it.
const { unseen } = document.querySelector("script[data-unseen]").dataset;

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
  const more = editor.view.props.transformPastedHTML ?? ((html) => html);
  editor.view.setProps({
    transformPastedHTML: (html, view) => more(withoutUnseen(html, textarea), view),
  });
});

// Without what plans.rich_text.UNSEEN finds in it; whoever pastes is told.
function withoutUnseen(html, textarea) {
  const pasted = new DOMParser().parseFromString(html, "text/html");
  const found = pasted.evaluate(unseen, pasted, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
  const hasWords = (element) => element.localName !== "title" && element.textContent.trim();
  let isTold = false;
  for (let place = 0; place < found.snapshotLength; place += 1) {
    const element = found.snapshotItem(place);
    isTold ||= Boolean(hasWords(element));
    element.remove();
  }
  news(textarea).textContent = isTold
    ? "Comments, and words that were deleted or hidden, have been left out of what you pasted."
    : "";
  // Its styles would be stopped by the content security policy, and say nothing to the editor.
  for (const element of pasted.querySelectorAll("[style]")) {
    element.removeAttribute("style");
  }
  return pasted.body.innerHTML;
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
