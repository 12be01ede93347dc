import type { Product } from "../catalogue.ts";
import { euros } from "../money.ts";
import { type Cart, cartCount, changeCart, readCart } from "./cart.ts";
import { catalogue } from "./catalogue.ts";
import { byId, element } from "./element.ts";
import { drawPicture } from "./product-card.ts";

/** Shows the number of items in the cart in the header. */
export function showCartCount(cart: Cart = readCart()): void {
  const badge = byId("cart-count", HTMLSpanElement);
  if (!badge) return;
  const count = cartCount(cart);
  badge.hidden = count === 0;
  badge.replaceChildren(String(count), element("span", { class: "visually-hidden" }, " items"));
}

function drawLine(product: Product, count: number, change: (by: number) => void): HTMLLIElement {
  const { id, name, category, price, colour } = product;
  const step = (by: number, sign: string, label: string) =>
    element(
      "button",
      {
        type: "button",
        class: "step",
        "aria-label": label,
        "data-sedge-action": by > 0 ? "cart-add" : "cart-remove",
        click: () => change(by),
      },
      sign,
    );
  return element(
    "li",
    { class: "line", "data-sedge-item": id, "data-sedge-category": category, "data-sedge-price": price },
    drawPicture(product),
    element("div", {}, element("a", { href: `/products/${id}` }, name), element("p", { class: "quiet" }, colour.name)),
    element(
      "div",
      { class: "steps" },
      step(-1, "−", `Remove one ${name}`),
      element("span", {}, String(count)),
      step(1, "+", `Add one ${name}`),
    ),
    element("p", { class: "price" }, euros(price * count)),
  );
}

/** Draws the cart's lines and total, and redraws them after each change. */
export async function showCartPage(): Promise<void> {
  const lines = byId("cart-lines", HTMLUListElement);
  const total = byId("cart-total", HTMLDivElement);
  const empty = byId("cart-empty", HTMLParagraphElement);
  const sum = document.getElementById("cart-sum");
  const status = byId("cart-status", HTMLParagraphElement);
  if (!lines || !total || !empty || !sum || !status) return;
  const products = await catalogue();
  const draw = (cart: Cart) => {
    const inCart = products.filter(({ id }) => cart[id] !== undefined);
    const countOf = ({ id }: Product) => cart[id] ?? 0;
    lines.replaceChildren(
      ...inCart.map((product) =>
        drawLine(product, countOf(product), (by) => {
          draw(changeCart(product.id, by));
          status.textContent = by > 0 ? `Added one ${product.name}.` : `Removed one ${product.name}.`;
        }),
      ),
    );
    sum.textContent = euros(inCart.reduce((all, product) => all + product.price * countOf(product), 0));
    total.hidden = inCart.length === 0;
    empty.hidden = inCart.length > 0;
    showCartCount(cart);
  };
  draw(readCart());
}

/** Handles the product page's "Add to cart" button. */
export function serveBuyForm(): void {
  const form = byId("buy", HTMLFormElement);
  const status = byId("buy-status", HTMLParagraphElement);
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const { product } = form.dataset;
    if (!product) return;
    showCartCount(changeCart(product, 1));
    status?.replaceChildren("Added to your cart. ", element("a", { href: "/cart" }, "View cart"));
  });
}
