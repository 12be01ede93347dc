/** What went wrong, in words for the visitor. */
export function faultInWords(error: unknown): string {
  return error instanceof Error ? error.message : "That did not work.";
}
