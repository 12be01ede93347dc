import { html } from "../html.ts";
import type { Page } from "../layout.ts";

export function aboutPage(): Page {
  return {
    title: "About",
    kind: "information",
    main: html`<div class="heading"><h1>About this shop</h1></div>
      <div class="prose">
        <p>
          Marsh &amp; Reed is not a shop. It is a page that uses Sedge the way a shop would: one script tag, no account,
          no cookie of anybody else.
        </p>
        <h2>What Sedge does here</h2>
        <p>
          It notices how you move through the shop (which kinds of page, how long, how far, in what order), and
          concludes on your device, in a worker, how likely you are to buy and how far you will go. With your consent it
          asks which cluster of visitors you are like, by naming a box that many people share. The page then puts in
          front what suits that cluster.
        </p>
        <h2>What it does not do</h2>
        <p>
          No address, title, typed word, e-mail, phone number, screen size or fingerprint leaves this page. The panel's
          ledger shows every message, byte for byte, so you need not take our word.
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
            There is none. Still, opening this page is what a worried customer would do, and Sedge notes that a support
            page was seen, no more.
          </p>
        </details>
        <details>
          <summary>How do I take my consent back?</summary>
          <p>
            In the panel, or by “Privacy choices” at the foot of every page. It erases what is on the device and what
            the edge holds.
          </p>
        </details>
        <details>
          <summary>What does the edge know about me?</summary>
          <p>Press “Export my data” in the panel: it shows everything.</p>
        </details>
        <h2 id="chat-title">Chat with nobody</h2>
        <p>
          Write what you like, such as “my card was charged twice and nobody answers!!!”. With your leave this device
          works out what it wants and how it feels; the words go no further than this page.
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
        <button class="button" type="submit">Send it nowhere</button>
        <p id="contact-status" role="status"></p>
      </form>`,
  };
}

export function notFoundPage(): Page {
  return {
    title: "Not here",
    kind: "other",
    status: 404,
    main: html`<div class="heading"><h1>Nothing here but reeds</h1></div>
      <p>This page does not exist. <a href="/">Back to the shop</a>.</p>`,
  };
}
