import { searchCatalogue } from "../catalogue.ts";
import { html, trusted } from "../html.ts";
import type { Page } from "../layout.ts";
import { productCard } from "../product-card.ts";
import { strip } from "../strip.ts";

/** Maximum number of results shown. */
const MAX_RESULTS = 36;

/** The search page with its results. */
export function searchPage(query: string): Page {
  const found = searchCatalogue(query);
  const count = found.length === 1 ? "1 item" : `${found.length} items`;
  const summary = query.trim() ? html`<p class="quiet" role="status">${count} for “${query}”</p>` : "";
  const nothing =
    query.trim() && found.length === 0
      ? html`<p>
          No products match. Try a colour (<a href="/search?q=navy">navy</a>), a fabric (<a href="/search?q=linen"
            >linen</a
          >) or a cut (<a href="/search?q=pleated">pleated</a>).
        </p>`
      : "";
  return {
    title: "Search",
    kind: "search",
    main: html`<div class="heading"><h1>Search</h1></div>
      <form class="search wide" role="search" action="/search" method="get">
        <label for="query">What are you looking for?</label>
        <input id="query" name="q" type="search" value="${query}" autocomplete="off" maxlength="80" />
        <button class="button" type="submit">Search</button>
      </form>
      ${summary}${nothing}
      <p id="search-hint" role="status" ${found.length > 0 ? trusted("hidden") : ""}></p>
      <ul class="grid">
        ${found.slice(0, MAX_RESULTS).map(productCard)}
      </ul>
      ${strip()}`,
  };
}
