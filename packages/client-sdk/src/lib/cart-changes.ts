/** Who reported a change of the cart: the page's markup, or the site's code and its tag manager. */
export type CartWay = "page" | "code";

/** Time within which two reports may be of one change, in milliseconds: a data layer often waits for the shop's answer. */
export const SAME_CHANGE_MS = 5_000;

/** Most reports that wait for another of the same change. */
const MAX_OPEN = 20;

/** Finds the changes of a cart that are reported twice, by the page's markup and by the site's code. Each report pairs with one other. */
export class CartChanges {
  #open: { readonly kind: string; readonly way: CartWay; readonly atMs: number }[] = [];

  /** Notes a report; false if it is of a change that the other way has reported. `atMs`: milliseconds of any steady clock. */
  note(kind: "cart-add" | "cart-remove", way: CartWay, atMs: number): boolean {
    this.#open = this.#open.filter((other) => atMs - other.atMs < SAME_CHANGE_MS).slice(-MAX_OPEN);
    const index = this.#open.findIndex((other) => other.kind === kind && other.way !== way);
    if (index >= 0) this.#open.splice(index, 1);
    else this.#open.push({ kind, way, atMs });
    return index < 0;
  }
}
