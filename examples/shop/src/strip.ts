import { type Html, html } from "./html.ts";

/**
 * The section with products for the visitor's cluster. It is hidden until the shop's script fills it, in the same visit.
 */
export function strip(): Html {
  return html`<section class="strip" id="chosen" aria-labelledby="chosen-title" hidden>
    <h2 id="chosen-title"></h2>
    <p class="quiet" id="chosen-why"></p>
    <ul class="row" id="chosen-list"></ul>
  </section>`;
}
