// The editor of narrative stands in for a textarea: it takes over the textarea's label, hint and
// errors, and the focus, to which the label and the error summary lead.

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
});
