/** Pieces in the cart: product id to number. */
export type Cart = Readonly<Record<string, number>>;

const KEY = "marsh-and-reed-cart";
/** Most pieces of one product. */
const MOST = 9;

function parseCart(text: string | null): Cart {
  try {
    const parsed: unknown = JSON.parse(text ?? "{}");
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter(([, count]) => Number.isInteger(count) && count >= 1 && count <= MOST),
    );
  } catch {
    return {};
  }
}

/** The cart as the browser keeps it; what is not a cart is an empty one. */
export function readCart(): Cart {
  return parseCart(localStorage.getItem(KEY));
}

/** Changes how many pieces of a product are in the cart, between 0 and 9. */
export function changeCart(id: string, by: number): Cart {
  const { [id]: before = 0, ...others } = readCart();
  const count = Math.min(MOST, Math.max(0, before + by));
  const cart = count === 0 ? others : { ...others, [id]: count };
  localStorage.setItem(KEY, JSON.stringify(cart));
  return cart;
}

export function emptyCart(): void {
  localStorage.removeItem(KEY);
}

/** Pieces in the cart. */
export function cartCount(cart: Cart): number {
  return Object.values(cart).reduce((sum, count) => sum + count, 0);
}
