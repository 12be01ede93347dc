/** A price in whole euros, as text. */
export function euros(amount: number): string {
  return `€ ${amount}`;
}
