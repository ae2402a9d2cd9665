// A mark of the editor for words in another language, which are read aloud and spelled as such.
import { Mark } from "django-prose-editor/editor";

export const Language = Mark.create({
  name: "language",
  addAttributes: () => ({ lang: {} }),
  parseHTML: () => [{ tag: "span[lang]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});
