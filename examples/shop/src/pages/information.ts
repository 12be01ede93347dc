import { html } from "../html.ts";
import type { Page } from "../layout.ts";

export function aboutPage(): Page {
  return {
    title: "About",
    kind: "information",
    main: html`<div class="heading"><h1>About this shop</h1></div>
      <div class="prose">
        <p>
          Marsh &amp; Reed is a demonstration, not a real shop. It uses Sedge as a shop would: with one script tag, no
          accounts and no third-party cookies.
        </p>
        <h2>What Sedge does here</h2>
        <p>
          With your consent, Sedge records how you use the shop: the kinds of pages, their order, how long you stay and
          how far you scroll. On your device, in a worker, it estimates how likely you are to buy and how many products
          you will look at. If you accept all, it sends the edge a code that many people share, and gets the cluster of
          similar visitors. The page then shows products for that cluster first.
        </p>
        <h2>What it does not do</h2>
        <p>
          Sedge sends no page address, title, typed text, e-mail address, phone number, screen size or fingerprint. If
          you sign in, your identifier is blinded on your device before it leaves. Linked data is pseudonymous: the shop
          can connect it to you. The panel's ledger shows every message, byte for byte, so that you can check.
        </p>
      </div>`,
  };
}

export function helpPage(): Page {
  return {
    title: "Help and contact",
    kind: "support",
    main: html`<div class="heading"><h1>Help and contact</h1></div>
      <div class="prose">
        <h2>Frequent questions</h2>
        <details>
          <summary>Where is my parcel?</summary>
          <p>
            There is no parcel: this is a demonstration. Sedge records only that you opened a support page, and this
            record stays on your device.
          </p>
        </details>
        <details>
          <summary>How do I withdraw my consent?</summary>
          <p>
            Use the panel, or “Privacy choices” at the bottom of every page. This deletes the data on your device and at
            the edge. A receipt of the withdrawal remains at the edge as proof.
          </p>
        </details>
        <details>
          <summary>What does the edge know about me?</summary>
          <p>Press “Export my data” in the panel to download it.</p>
        </details>
        <h2 id="chat-title">Try the chat</h2>
        <p>
          Write a message, such as “my card was charged twice and nobody answers!!!”. With your consent, this device
          classifies its intent and mood. Nobody reads it, and the text does not leave this page.
        </p>
      </div>
      <div id="chat-place" role="group" aria-labelledby="chat-title"></div>
      <div class="prose"><h2>Write to us</h2></div>
      <form class="fields" id="contact">
        <label for="message">Your message <span class="quiet">(stays on this device)</span></label>
        <textarea
          id="message"
          name="message"
          rows="4"
          maxlength="1000"
          autocomplete="off"
          data-sedge-text="chat"
        ></textarea>
        <button class="button" type="submit">Submit (nothing is sent)</button>
        <p id="contact-status" role="status"></p>
      </form>`,
  };
}

export function notFoundPage(): Page {
  return {
    title: "Page not found",
    kind: "other",
    status: 404,
    main: html`<div class="heading"><h1>Page not found</h1></div>
      <p>This page does not exist. <a href="/">Back to the shop</a>.</p>`,
  };
}
