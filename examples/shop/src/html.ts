/** Markup that is safe to put into a page: made by `html`, or signed by `trusted`. */
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

/** A template whose insertions are escaped, for text and for quoted attributes. Nothing is inserted unescaped but `Html`. */
export function html(strings: TemplateStringsArray, ...insertions: readonly Insertion[]): Html {
  return new Html(strings.reduce((text, string, index) => text + render(insertions[index - 1]) + string));
}

/** Markup that this program wrote itself. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** A data block of JSON in a page: no text in it can end the element. */
export function jsonBlock(type: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll("<", "\\u003c");
  return trusted(`<script type="${escape(type)}">${json}</script>`);
}
