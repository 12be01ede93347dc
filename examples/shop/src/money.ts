/** Whole euros as people read them. */
export function euros(amount: number): string {
  return `€ ${amount}`;
}
