import { type Html, html } from "./html.ts";

/**
 * Notices that Sedge shows to the visitors they concern, decided on the device. They stay hidden for everyone else and without
 * consent.
 */
export function welcome(): Html {
  return html`<p class="welcome" data-sedge-show="arrival:email" hidden>
      Good to see you. The products from our newsletter are on <a href="/blouses">the first pages of the blouses</a>.
    </p>
    <p class="welcome" data-sedge-show="friction>.4 | stage:trouble" hidden>
      Do you need help? See <a href="/help">Help and contact</a>.
    </p>`;
}
