import { type Category, CATEGORY_TEXT, listPages } from "../category.ts";
import { listPage } from "../catalogue.ts";
import { type Html, html, trusted } from "../html.ts";
import type { Page } from "../layout.ts";
import { productCard } from "../product-card.ts";
import { strip } from "../strip.ts";

function pager(category: Category, page: number): Html {
  const links = Array.from({ length: listPages(category) }, (_, index) => {
    const number = index + 1;
    const current = number === page ? trusted(' aria-current="page"') : "";
    return html`<li>
      <a href="/${category}?page=${number}" data-page="${number}" ${current}
        ><span class="visually-hidden">Page </span>${number}</a
      >
    </li>`;
  });
  return html`<nav class="pager" aria-label="Pages of this list">
    <ul>
      ${links}
    </ul>
  </nav>`;
}

/** One page of a department's list. The shop's script changes pages without a load; without the script, the links work. */
export function categoryPage(category: Category, page: number): Page {
  const { title, lead, size } = CATEGORY_TEXT[category];
  return {
    title,
    kind: "list",
    section: `/${category}`,
    listPage: page,
    main: html`<div class="heading">
        <h1>${title}</h1>
        <p class="quiet">${lead}</p>
      </div>
      <p class="quiet" id="list-status" role="status">${size} items, page ${page} of ${listPages(category)}</p>
      <ul class="grid" id="list" data-category="${category}">
        ${listPage(category, page).map(productCard)}
      </ul>
      ${pager(category, page)} ${strip()}`,
  };
}
