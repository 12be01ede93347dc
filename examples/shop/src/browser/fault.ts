/** An error message for the visitor. */
export function faultInWords(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong. Try again.";
}
