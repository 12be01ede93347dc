import { html } from "../html.ts";
import type { Page } from "../layout.ts";

/** The sign-in page: the shop's own login, and identifiers for Sedge, which blinds them. */
export function accountPage(): Page {
  return {
    title: "Account",
    kind: "account",
    main: html`<div class="heading">
        <h1>Sign in</h1>
        <p class="quiet">
          One identifier is enough. The first sign-in with it creates the account; this page shows how Sedge links two
          devices of one person. Without a password the visit is linked as well, but nothing proves that the identifier
          is yours.
        </p>
      </div>
      <form class="fields" id="sign-in">
        <fieldset>
          <legend>Your identifiers</legend>
          <label for="sign-in-email">E-mail</label
          ><input id="sign-in-email" name="email" type="email" autocomplete="off" maxlength="120" />
          <label for="sign-in-phone">Phone</label
          ><input id="sign-in-phone" name="phone" type="tel" autocomplete="off" maxlength="30" />
          <label for="sign-in-loyalty">Loyalty number</label
          ><input id="sign-in-loyalty" name="loyalty" autocomplete="off" maxlength="40" />
          <label for="sign-in-password">Password</label
          ><input id="sign-in-password" name="password" type="password" autocomplete="off" maxlength="80" />
        </fieldset>
        <button class="button" type="submit">Sign in</button>
        <p id="sign-in-status" role="status"></p>
      </form>
      <section class="prose" aria-labelledby="what-happens">
        <h2 id="what-happens">What happens to your identifier</h2>
        <p>
          A worker on this page blinds your identifier with a random number. Two operators each evaluate the blinded
          value with their own key, and see only a random-looking number. Your device removes the blinding and gets a
          pseudonymous token that cannot be guessed without both keys. The shop, which knows its customers' e-mail
          addresses, can still request their tokens. To export or erase your profile, the shop's login also has to state
          that the token is yours. Open the ledger in the panel to see the bytes.
        </p>
        <p><button type="button" class="button second" id="sign-out">Sign out</button></p>
      </section>`,
  };
}
