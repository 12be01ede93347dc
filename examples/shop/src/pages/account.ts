import { html } from "../html.ts";
import type { Page } from "../layout.ts";

/** Signing in: gives Sedge an identifier to blind. The shop itself keeps no accounts. */
export function accountPage(): Page {
  return {
    title: "Account",
    kind: "account",
    main: html`<div class="heading">
        <h1>Sign in</h1>
        <p class="quiet">
          One of the three is enough. The shop keeps no accounts; this shows how Sedge links two devices of one person.
        </p>
      </div>
      <form class="fields" id="sign-in">
        <fieldset>
          <legend>Who you are</legend>
          <label for="sign-in-email">E-mail</label
          ><input id="sign-in-email" name="email" type="email" autocomplete="off" maxlength="120" />
          <label for="sign-in-phone">Phone</label
          ><input id="sign-in-phone" name="phone" type="tel" autocomplete="off" maxlength="30" />
          <label for="sign-in-loyalty">Loyalty number</label
          ><input id="sign-in-loyalty" name="loyalty" autocomplete="off" maxlength="40" />
        </fieldset>
        <button class="button" type="submit">Sign in</button>
        <p id="sign-in-status" role="status"></p>
      </form>
      <section class="prose" aria-labelledby="what-happens">
        <h2 id="what-happens">What happens to it</h2>
        <p>
          A worker in this page blinds the identifier with a random number. Two operators each turn a part of their key
          on it and see nothing but noise; your device takes the blinding off again and holds a token that nobody can
          guess without both keys. Open the wire ledger in the panel to read the bytes.
        </p>
        <p><button type="button" class="button second" id="sign-out">Sign out</button></p>
      </section>`,
  };
}
