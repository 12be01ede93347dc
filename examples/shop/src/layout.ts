import { CATEGORIES, CATEGORY_TEXT } from "./category.ts";
import { garmentSheet } from "./garment.ts";
import { type Html, html, trusted } from "./html.ts";
import { welcome } from "./welcome.ts";

/** The Sedge settings of a page. */
export interface SedgePlace {
  /** Address of the edge. */
  readonly endpoint: string;
  readonly site: string;
  /** What the tag pins of the aggregator: the verifier key of its log. Default: nothing. */
  readonly aggregatorKey?: string | undefined;
  /** Backends that the SDK must not try, such as `wasm cpu`. Default: none. */
  readonly withoutBackends?: string;
}

/** A page's own content. The layout adds the rest. */
export interface Page {
  readonly title: string;
  /** The page kind for Sedge. */
  readonly kind: string;
  /** The list page that is shown, or that has the product. */
  readonly listPage?: number;
  /** Path of the page's menu entry. */
  readonly section?: string;
  readonly main: Html;
  /** HTTP status. Default: 200. */
  readonly status?: number;
}

/**
 * The queue stub: queues calls until Sedge has loaded. It is the shop's only inline script, and the Content-Security-Policy
 * allows it by its hash.
 */
export const QUEUE_STUB = "window.sedge=window.sedge||function(){(window.sedge.q=window.sedge.q||[]).push(arguments)};";

// Inserted unchanged: the hash covers the exact text between the tags.
const stub = trusted(`<script>${QUEUE_STUB}</script>`);
const sheet = trusted(garmentSheet());
const MARK = trusted(
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M16 30C15 20 9 14 5 9M16 30c0-10 1-18 3-26M16 30c1-9 6-13 11-16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><path d="M18 9c-1-4 0-6 2-8 1 3 1 6-2 8Z" fill="currentColor"/></svg>',
);

function menu(section: string | undefined): Html {
  const entries = CATEGORIES.map((category) => {
    const path = `/${category}`;
    const current = section === path ? trusted(' aria-current="page"') : "";
    return html`<li><a href="${path}" ${current}>${CATEGORY_TEXT[category].title}</a></li>`;
  });
  return html`<nav aria-label="Departments">
    <ul class="menu">
      ${entries}
    </ul>
  </nav>`;
}

/** A whole document. */
export function layout(page: Page, { endpoint, site, aggregatorKey, withoutBackends }: SedgePlace): string {
  const listPage = page.listPage === undefined ? "" : html` data-sedge-list-page="${page.listPage}"`;
  const pin = aggregatorKey === undefined ? "" : html` data-aggregator-key="${aggregatorKey}"`;
  const without = withoutBackends === undefined ? "" : html` data-without-backends="${withoutBackends}"`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · Marsh &amp; Reed</title>
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/shop.css" />
        <link rel="stylesheet" href="/assets/panel.css" />
        <link rel="stylesheet" href="/assets/chat.css" />
        ${stub}
        <script
          async
          src="/sedge/sedge.js"
          data-site="${site}"
          data-endpoint="${endpoint}"
          data-policy="2026-11"
          ${pin}
          data-country="US"
          data-intents="intent-banking"
          ${without}
        ></script>
        <script type="module" src="/assets/shop.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        ${sheet}
        <div class="shop">
          <header class="top">
            <a class="brand" href="/"
              >${MARK}<span>Marsh <i>&amp;</i> Reed</span></a
            >
            ${menu(page.section)}
            <form class="search" role="search" action="/search" method="get">
              <label class="visually-hidden" for="q">Search the shop</label>
              <input id="q" name="q" type="search" placeholder="Search" autocomplete="off" maxlength="80" />
              <button type="submit">Search</button>
            </form>
            <ul class="tools">
              <li><a href="/account">Account</a></li>
              <li>
                <a href="/cart">Cart <span class="count" id="cart-count" hidden></span></a>
              </li>
            </ul>
          </header>
          <main id="main" tabindex="-1" data-sedge-page="${page.kind}" ${listPage}>${welcome()} ${page.main}</main>
          <footer class="bottom">
            <p data-sedge-gpc></p>
            <p>Marsh &amp; Reed is a demonstration of Sedge. Nothing is sold or delivered.</p>
            <ul>
              <li><a href="/about">About</a></li>
              <li><a href="/help">Help and contact</a></li>
              <li><button type="button" class="plain" id="privacy-choices">Privacy choices</button></li>
            </ul>
          </footer>
        </div>
      </body>
    </html> `.text;
}
