import { CATEGORY_TEXT } from "../category.ts";
import { listPage, type Product } from "../catalogue.ts";
import { html, jsonBlock } from "../html.ts";
import type { Page } from "../layout.ts";
import { picture, pictureText } from "../picture.ts";
import { priceTag, productCard, productPath } from "../product-card.ts";
import { strip } from "../strip.ts";

function structuredData(product: Product): unknown {
  const { id, name, cloth, colour, category, price } = product;
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    sku: id,
    name,
    color: colour.name,
    material: cloth,
    category: CATEGORY_TEXT[category].title,
    offers: {
      "@type": "Offer",
      url: productPath(product),
      price,
      priceCurrency: "EUR",
      availability: "https://schema.org/InStock",
    },
  };
}

/** A product page, with other products from the same list page. */
export function productPage(product: Product): Page {
  const { id, category, name, cloth, colour, price } = product;
  const neighbours = listPage(category, product.listPage).filter((other) => other.id !== id);
  const { title } = CATEGORY_TEXT[category];
  const back = `/${category}?page=${product.listPage}`;
  return {
    title: name,
    kind: "product",
    section: `/${category}`,
    listPage: product.listPage,
    main: html`<nav class="crumbs" aria-label="Where you are">
        <ol>
          <li><a href="/">Home</a></li>
          <li><a href="/${category}">${title}</a></li>
          <li><a href="${back}" id="back-to-list">Page ${product.listPage}</a></li>
        </ol>
      </nav>
      <article class="product">
        ${picture(product, pictureText(product))}
        <div>
          <h1>${name}</h1>
          ${priceTag(product)}
          <p>
            Made of ${cloth} in ${colour.name}. Cut with room to move, easy to repair, and pre-washed so that it keeps
            its size.
          </p>
          <form
            class="buy"
            id="buy"
            data-product="${id}"
            data-sedge-action="cart-add"
            data-sedge-item="${id}"
            data-sedge-category="${title}"
            data-sedge-price="${price}"
          >
            <label for="size">Size</label>
            <select id="size" name="size">
              <option>XS</option>
              <option>S</option>
              <option selected>M</option>
              <option>L</option>
              <option>XL</option>
            </select>
            <button class="button" type="submit">Add to cart</button>
          </form>
          <p class="quiet" id="buy-status" role="status"></p>
          <details>
            <summary>Care and delivery</summary>
            <p>Machine wash cold, line dry. This is a demonstration: nothing is delivered.</p>
          </details>
        </div>
      </article>
      ${jsonBlock("application/ld+json", structuredData(product))}
      <section aria-labelledby="beside">
        <h2 id="beside">Also on page ${product.listPage}</h2>
        <ul class="row scroll">
          ${neighbours.map(productCard)}
        </ul>
      </section>
      ${strip()}`,
  };
}
