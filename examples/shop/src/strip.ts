import { type Html, html } from "./html.ts";

/**
 * The place where the page puts what suits the visitor's cluster. Empty and hidden until there is one: the shop's script
 * fills it, in the visit itself.
 */
export function strip(): Html {
  return html`<section class="strip" id="chosen" aria-labelledby="chosen-title" hidden>
    <h2 id="chosen-title"></h2>
    <p class="quiet" id="chosen-why"></p>
    <ul class="row" id="chosen-list"></ul>
  </section>`;
}
