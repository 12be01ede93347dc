import { type Html, html } from "./html.ts";

/**
 * Words for those whom they concern, by what their own device knows: Sedge shows them there. Hidden for everybody else, and where
 * Sedge may not look.
 */
export function welcome(): Html {
  return html`<p class="welcome" data-sedge-show="arrival:email" hidden>
      Good to see you. The products from our newsletter are on <a href="/blouses">the first pages of the blouses</a>.
    </p>
    <p class="welcome" data-sedge-show="friction>.4 | stage:trouble" hidden>
      Is something in the way? <a href="/help">Somebody here can help</a>.
    </p>`;
}
