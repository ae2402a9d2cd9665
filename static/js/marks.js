// Boxes for texts with marks (plans/marks.py): buttons that type them, and the keys of word
// processors. What is pasted from elsewhere becomes text with marks; the server, which knows how
// word processors write lists, reads it for whoever is signed in. Without this a box is a box.

const { reader } = document.querySelector("script[data-marks]").dataset;
const ITEM = /^(\s*)([•*–-]|\d{1,3}[.)])(\s+)/;
const MEANT = /<(?:li|b|strong|a|h\d|td|p)\b|mso-list|font-weight/i;

// As if it were typed, so that it can be undone.
function type(box, start, end, text, caret = [text.length, text.length]) {
  box.focus();
  box.setSelectionRange(start, end);
  if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
    box.setRangeText(text, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.setSelectionRange(start + caret[0], start + caret[1]);
}

// What is selected, without spaces at its ends; the word at the caret, if nothing is.
function selected(box) {
  const { value } = box;
  let [start, end] = [box.selectionStart, box.selectionEnd];
  if (start === end) {
    start -= value.slice(0, start).match(/[\p{L}\p{N}]*$/u)[0].length;
    end += value.slice(end).match(/^[\p{L}\p{N}]*/u)[0].length;
  }
  const words = value.slice(start, end);
  start += words.length - words.trimStart().length;
  end -= words.length - words.trimEnd().length;
  return start < end ? [start, end] : [box.selectionStart, box.selectionStart];
}

function bold(box) {
  const [start, end] = selected(box);
  const words = box.value.slice(start, end);
  const isBold = box.value.slice(start - 2, start) === "**" && box.value.slice(end, end + 2) === "**";
  if (isBold) {
    type(box, start - 2, end + 2, words, [0, words.length]);
  } else if (/^\*\*[^]*\*\*$/.test(words)) {
    type(box, start, end, words.replaceAll("**", ""));
  } else if (words) {
    // Each line by itself: what is bold ends with its line.
    type(box, start, end, words.replace(/^(\s*(?:[•*–-]\s+|\d{1,3}[.)]\s+)?)(\S.*?)\s*$/gm, "$1**$2**"));
  } else {
    type(box, start, end, "****", [2, 2]);
  }
}

function bullets(box) {
  const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const next = box.value.indexOf("\n", Math.max(box.selectionEnd - 1, start));
  const end = next < 0 ? box.value.length : next;
  const lines = box.value.slice(start, end).split("\n");
  const areItems = lines.every((line) => ITEM.test(line) || !line.trim()) && lines.some((line) => line.trim());
  const changed = lines.map((line) => {
    if (areItems) {
      return line.replace(ITEM, "$1");
    }
    return line.trim() || lines.length === 1 ? `• ${line.replace(ITEM, "$1")}` : line;
  });
  type(box, start, end, changed.join("\n"));
}

function link(box) {
  const [start, end] = selected(box);
  const words = box.value.slice(start, end).replace(/[[\]\n]/g, " ") || "words";
  const to = "https://";
  const at = words.length + 3;
  type(box, start, end, `[${words}](${to})`, [at, at + to.length]);
}

// The next line of a list begins with its sign; a second line's end ends the list.
function goOn(box, event) {
  const place = box.selectionStart;
  const start = box.value.lastIndexOf("\n", place - 1) + 1;
  const line = box.value.slice(start, place);
  const item = ITEM.exec(line);
  if (!item || place !== box.selectionEnd) {
    return;
  }
  if (line.trim() === item[2]) {
    event.preventDefault();
    type(box, start, place, "");
  } else if (item[2] === "•" || /\d/.test(item[2])) {
    event.preventDefault();
    const sign = item[2].replace(/\d+/, (number) => Number(number) + 1);
    type(box, place, place, `\n${item[1]}${sign}${item[3]}`);
  }
}

async function paste(box, event) {
  const html = event.clipboardData?.getData("text/html");
  if (!reader || !html || !MEANT.test(html)) {
    return;
  }
  event.preventDefault();
  const plain = event.clipboardData.getData("text/plain");
  const [start, end] = [box.selectionStart, box.selectionEnd];
  let text = plain;
  try {
    const { csrfmiddlewaretoken } = box.form.elements;
    const token = csrfmiddlewaretoken.value ?? csrfmiddlewaretoken[0].value;
    const sent = new URLSearchParams({ csrfmiddlewaretoken: token, html, marks: "" });
    const response = await fetch(reader, { method: "POST", body: sent });
    text = (await response.json()).text || plain;
  } catch {
    // The network is away, the session is over, or it is too much: the words alone.
  }
  const isAtStart = start === 0 || box.value[start - 1] === "\n";
  type(box, start, end, ITEM.test(text) && !isAtStart ? `\n${text}` : text);
}

const DOES = { Bold: bold, Bullets: bullets, Link: link };

function toolbar(box) {
  const bar = document.createElement("div");
  bar.className = "app-marks";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Bold, bullets and links");
  const label = box.labels[0];
  if (label) {
    label.id ||= `${box.id}-label`;
    bar.setAttribute("aria-describedby", label.id);
  }
  bar.setAttribute("aria-controls", box.id);
  for (const [name, act] of Object.entries(DOES)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-marks__button";
    button.textContent = name;
    // One stop of the Tab key, and arrows from there.
    button.tabIndex = bar.children.length ? -1 : 0;
    button.addEventListener("click", () => act(box));
    bar.append(button);
  }
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const buttons = [...bar.children];
      const next = buttons.at((buttons.indexOf(event.target) + step) % buttons.length);
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
      event.preventDefault();
    }
  });
  box.after(bar);
}

for (const box of document.querySelectorAll("textarea[data-marks]")) {
  toolbar(box);
  box.addEventListener("paste", (event) => paste(box, event));
  box.addEventListener("keydown", (event) => {
    const act = { b: bold, k: link }[event.key];
    if (act && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      act(box);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.ctrlKey && !event.metaKey) {
      goOn(box, event);
    }
  });
}
