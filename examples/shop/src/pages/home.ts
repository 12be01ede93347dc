import { CATEGORIES, CATEGORY_TEXT } from "../category.ts";
import { listPage } from "../catalogue.ts";
import { html } from "../html.ts";
import type { Page } from "../layout.ts";
import { picture } from "../picture.ts";
import { productCard } from "../product-card.ts";
import { strip } from "../strip.ts";

/** The home page: one section per department. The visitor's cluster sets their order. */
export function homePage(): Page {
  const blouses = listPage("blouses", 1);
  // One product of each colour.
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
              Natural fabrics, roomy pockets, and the colours of the waterside. As you browse, the panel shows what this
              page concludes about your visit, and every byte that Sedge sends.
            </p>
            <p data-sedge-swap="lead" data-sedge-show="propensity>.1 & intent:compare,research,buy" hidden>
              Still choosing? Every product page lists fabric, cut and care in the same place, so that products are easy
              to compare. Items stay in your cart until you decide.
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
