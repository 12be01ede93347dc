import type { Problem } from "../public/status.ts";

/** One sentence for the page's author, who has no other place to look. */
export function warn(sentence: string): void {
  // oxlint-disable-next-line no-console -- see above
  console.warn(`sedge: ${sentence}`);
}

/** Prints a problem once a code: a page without a listener of its own would never learn of it. */
export function printProblems(): (problem: Problem) => void {
  const printed = new Set<string>();
  return ({ code, message }) => {
    if (!printed.has(code)) warn(`${code}: ${message}`);
    printed.add(code);
  };
}
