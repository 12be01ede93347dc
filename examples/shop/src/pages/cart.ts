import { html } from "../html.ts";
import type { Page } from "../layout.ts";
import { strip } from "../strip.ts";

/** The cart page. The cart is stored in the browser, and the shop's script draws its lines. */
export function cartPage(): Page {
  return {
    title: "Your cart",
    kind: "cart",
    main: html`<div class="heading"><h1>Your cart</h1></div>
      <p class="quiet" id="cart-status" role="status"></p>
      <ul class="lines" id="cart-lines"></ul>
      <p id="cart-empty" hidden>Your cart is empty. Have a look at the <a href="/sale">sale</a>.</p>
      <div class="total" id="cart-total" hidden>
        <p>Total <strong id="cart-sum"></strong></p>
        <a class="button" href="/checkout">Checkout</a>
      </div>
      <noscript><p>The cart is stored in your browser and needs JavaScript.</p></noscript>
      ${strip()}`,
  };
}
