import { filled } from "../product.ts";
import { type DescribedProduct, pathOf } from "./structured-data.ts";

/** What a page says of itself beside its products. */
export interface PageTitle {
  readonly pathname: string;
  /** Address in `link rel=canonical`, if any. */
  readonly canonical: string | undefined;
  /** Main heading and title for sharing. */
  readonly headings: readonly string[];
}

/** Descriptions of one product put together, the first before the later ones. */
export function mergedProducts(products: readonly DescribedProduct[]): DescribedProduct[] {
  const merged: DescribedProduct[] = [];
  for (const product of products) {
    const index = merged.findIndex(
      ({ ids, path }) => ids.some((id) => product.ids.includes(id)) || (path && path === product.path),
    );
    const known = merged[index];
    if (!known) merged.push(product);
    else
      merged[index] = {
        ...filled(known, product),
        ids: [...known.ids, ...product.ids],
        name: known.name ?? product.name,
        path: known.path ?? product.path,
      };
  }
  return merged;
}

const lastSegment = (path: string | undefined) => path?.split("/").pop() || undefined;

/** The product that the page is about: by its address, or by its name as the page's heading. */
export function ownProduct(products: readonly DescribedProduct[], page: PageTitle): DescribedProduct | undefined {
  const here = [pathOf(page.pathname), pathOf(page.canonical)].map(lastSegment).filter(Boolean);
  const headings = page.headings.map((heading) => heading.trim().toLowerCase());
  return (
    products.find(({ path }) => here.includes(lastSegment(path))) ??
    products.find(({ name }) => name !== undefined && headings.includes(name))
  );
}

/** The first step of breadcrumbs, which is no category. */
const START = /^(?:home|homepage|start|startseite|startsida|accueil|inicio|início|hjem|forside|domů|shop|store)$/i;

/** The category that a page's breadcrumbs name: the last step before the product, or of a list its own. */
export function crumbCategory(crumbs: readonly string[], own: DescribedProduct | undefined): string | undefined {
  const way = crumbs.map((crumb) => crumb.trim()).filter((crumb) => crumb.toLowerCase() !== own?.name);
  return way.filter((crumb, index) => index > 0 || !START.test(crumb)).at(-1);
}
