/** The cart: product IDs and quantities. */
export type Cart = Readonly<Record<string, number>>;

const KEY = "marsh-and-reed-cart";
/** Maximum quantity of one product. */
const MAX_QUANTITY = 9;

function parseCart(text: string | null): Cart {
  try {
    const parsed: unknown = JSON.parse(text ?? "{}");
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter(([, count]) => Number.isInteger(count) && count >= 1 && count <= MAX_QUANTITY),
    );
  } catch {
    return {};
  }
}

/** The cart stored in the browser; an empty one if the stored value is invalid. */
export function readCart(): Cart {
  return parseCart(localStorage.getItem(KEY));
}

/** Changes the quantity of a product, between 0 and 9. */
export function changeCart(id: string, by: number): Cart {
  const { [id]: before = 0, ...others } = readCart();
  const count = Math.min(MAX_QUANTITY, Math.max(0, before + by));
  const cart = count === 0 ? others : { ...others, [id]: count };
  localStorage.setItem(KEY, JSON.stringify(cart));
  return cart;
}

export function emptyCart(): void {
  localStorage.removeItem(KEY);
}

/** The number of items in the cart. */
export function cartCount(cart: Cart): number {
  return Object.values(cart).reduce((sum, count) => sum + count, 0);
}
