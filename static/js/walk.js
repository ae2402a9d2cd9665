// Arrow keys turn the pages of a meeting, but not while something is typed or chosen.

document.addEventListener("keydown", (event) => {
  const turns = { ArrowRight: "next", ArrowLeft: "prev" };
  const to = turns[event.key];
  const isWriting = event.target.closest("input, textarea, select, [contenteditable]");
  if (!to || isWriting || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  document.querySelector(`nav a[rel=${to}]`)?.click();
});
