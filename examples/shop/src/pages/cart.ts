import { html } from "../html.ts";
import type { Page } from "../layout.ts";
import { strip } from "../strip.ts";

/** The cart. It lives in the browser; the shop's script draws its lines. */
export function cartPage(): Page {
  return {
    title: "Your cart",
    kind: "cart",
    main: html`<div class="heading"><h1>Your cart</h1></div>
      <p class="quiet" id="cart-status" role="status"></p>
      <ul class="lines" id="cart-lines"></ul>
      <p id="cart-empty" hidden>Nothing in it yet. The <a href="/sale">sale</a> is a good place to begin.</p>
      <div class="total" id="cart-total" hidden>
        <p>Together <strong id="cart-sum"></strong></p>
        <a class="button" href="/checkout">To the checkout</a>
      </div>
      <noscript><p>The cart is kept in your browser and needs JavaScript.</p></noscript>
      ${strip()}`,
  };
}
