import { CATEGORIES, CATEGORY_TEXT } from "../category.ts";
import { listPage } from "../catalogue.ts";
import { html } from "../html.ts";
import type { Page } from "../layout.ts";
import { picture } from "../picture.ts";
import { productCard } from "../product-card.ts";
import { strip } from "../strip.ts";

/** The front door: one section for each department. Which comes first is the visitor's cluster's to say. */
export function homePage(): Page {
  const blouses = listPage("blouses", 1);
  // One of each colour, so that the window is not all marigold.
  const shown = blouses
    .filter(({ colour }, index) => blouses.findIndex((other) => other.colour === colour) === index)
    .slice(0, 3);
  const sections = CATEGORIES.map((category) => {
    const { title, lead } = CATEGORY_TEXT[category];
    return html`<section class="department" data-department="${category}" aria-labelledby="at-${category}">
      <div class="heading">
        <h2 id="at-${category}">${title}</h2>
        <p class="quiet">${lead}</p>
        <a href="/${category}">All ${title.toLowerCase()}</a>
      </div>
      <ul class="row">
        ${listPage(category, 1).slice(0, 4).map(productCard)}
      </ul>
    </section>`;
  });
  return {
    title: "Clothes for open weather",
    kind: "home",
    section: "/",
    main: html`<div class="hero">
        <div>
          <h1>Clothes for open weather</h1>
          <div class="leads">
            <p data-sedge-swap="lead">
              Honest cloth, roomy pockets, colours from the edge of the water. Have a look round; the panel shows what
              this page concludes about your visit, and every byte that leaves it.
            </p>
            <p data-sedge-swap="lead" data-sedge-show="propensity>.1 & intent:compare,research,buy" hidden>
              Still choosing? Cloth, cut and care stand in the same place on every page, so that two pieces are soon
              compared; and what you put into the cart waits there until you are sure.
            </p>
          </div>
          <p><a class="button" href="/blouses">See the blouses</a></p>
        </div>
        <div class="trio" aria-hidden="true">${shown.map((product) => picture(product))}</div>
      </div>
      ${strip()}
      <div id="departments">${sections}</div>`,
  };
}
