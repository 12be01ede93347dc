import { html } from "../html.ts";
import type { Page } from "../layout.ts";

/** The checkout page. The form is not sent anywhere. */
export function checkoutPage(): Page {
  return {
    title: "Checkout",
    kind: "checkout",
    main: html`<div class="heading">
        <h1>Checkout</h1>
        <p class="quiet">This is a demonstration: nothing is charged, and what you type here is not sent anywhere.</p>
      </div>
      <form class="fields" id="checkout">
        <fieldset>
          <legend>Recipient</legend>
          <label for="name">Name</label><input id="name" name="name" autocomplete="off" required maxlength="80" />
          <label for="email">E-mail</label
          ><input id="email" name="email" type="email" autocomplete="off" required maxlength="120" />
          <label for="phone">Phone <span class="quiet">(optional)</span></label
          ><input id="phone" name="phone" type="tel" autocomplete="off" maxlength="30" />
        </fieldset>
        <fieldset>
          <legend>Delivery address</legend>
          <label for="address">Street and town</label
          ><textarea id="address" name="address" rows="3" autocomplete="off" required maxlength="300"></textarea>
          <label for="note">Delivery note <span class="quiet">(optional)</span></label
          ><input id="note" name="note" autocomplete="off" maxlength="200" />
        </fieldset>
        <button class="button" type="submit">Place demo order</button>
      </form>`,
  };
}

/** The page after the order. */
export function confirmationPage(): Page {
  return {
    title: "Thank you",
    kind: "confirmation",
    main: html`<div class="heading"><h1>Thank you</h1></div>
      <p>This is a demonstration, so no order was placed and nothing will be delivered.</p>
      <p><a class="button" href="/">Back to the shop</a></p>`,
  };
}
