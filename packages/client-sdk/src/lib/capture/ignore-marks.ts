import type { ElementPath } from "./clicked-element.ts";

/** What `data-sedge-ignore` can turn off in an element and all that lies in it. */
export const IGNORED = ["rage", "dead", "clicks", "changes"] as const;
export type Ignored = (typeof IGNORED)[number];

/** Parts whose changes answer no click: the attribute without a word, or with this one. */
export const CHANGING = '[data-sedge-ignore=""],[data-sedge-ignore~=changes]';

/** The words of the attribute; `rage-clicks` is `rage`. */
function wordsOf(element: Element): string[] {
  const text = element.getAttribute("data-sedge-ignore") ?? "";
  return text.split(/[\s,]+/).map((word) => word.toLowerCase().replace(/-clicks?$/, ""));
}

/** Whether a part of the page, by its path, is to be ignored. Calls `unknown` with each word that it does not know. */
export function isIgnored(path: ElementPath, what: Ignored, unknown: (word: string) => void): boolean {
  const words = path.flatMap(wordsOf);
  for (const word of words) if (word && !IGNORED.some((known) => known === word)) unknown(word);
  return words.includes(what);
}
