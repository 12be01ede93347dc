/** Markup that is safe to insert into a page, made by `html` or `trusted`. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

type Insertion = Html | string | number | false | undefined | readonly Insertion[];

function render(insertion: Insertion): string {
  if (insertion === undefined || insertion === false) return "";
  if (insertion instanceof Html) return insertion.text;
  if (typeof insertion === "object") return insertion.map(render).join("");
  return escape(String(insertion));
}

/** A template that escapes its insertions in text and in quoted attributes. Only `Html` is inserted unescaped. */
export function html(strings: TemplateStringsArray, ...insertions: readonly Insertion[]): Html {
  return new Html(strings.reduce((text, string, index) => text + render(insertions[index - 1]) + string));
}

/** Markup from this program, which is not escaped. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** A JSON data block. No text in it can end the element. */
export function jsonBlock(type: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll("<", "\\u003c");
  return trusted(`<script type="${escape(type)}">${json}</script>`);
}
