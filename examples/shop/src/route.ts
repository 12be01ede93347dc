import { isCategory, listPages } from "./category.ts";
import { productById } from "./catalogue.ts";
import type { Page } from "./layout.ts";
import { accountPage } from "./pages/account.ts";
import { cartPage } from "./pages/cart.ts";
import { checkoutPage, confirmationPage } from "./pages/checkout.ts";
import { homePage } from "./pages/home.ts";
import { aboutPage, helpPage, notFoundPage } from "./pages/information.ts";
import { categoryPage } from "./pages/list.ts";
import { productPage } from "./pages/product.ts";
import { searchPage } from "./pages/search.ts";

const FIXED: Readonly<Record<string, () => Page>> = {
  "/": homePage,
  "/cart": cartPage,
  "/checkout": checkoutPage,
  "/confirmation": confirmationPage,
  "/account": accountPage,
  "/about": aboutPage,
  "/help": helpPage,
};

/** The page at a URL, or the not-found page. */
export function pageAt({ pathname, searchParams }: Pick<URL, "pathname" | "searchParams">): Page {
  const fixed = Object.hasOwn(FIXED, pathname) ? FIXED[pathname] : undefined;
  if (fixed) return fixed();
  if (pathname === "/search") return searchPage(searchParams.get("q") ?? "");
  const [, first = "", second, ...rest] = pathname.split("/");
  if (rest.length > 0) return notFoundPage();
  if (first === "products" && second !== undefined) {
    const product = productById(second);
    return product ? productPage(product) : notFoundPage();
  }
  if (isCategory(first) && second === undefined) {
    const page = Number(searchParams.get("page") ?? "1");
    const exists = Number.isInteger(page) && page >= 1 && page <= listPages(first);
    return exists ? categoryPage(first, page) : notFoundPage();
  }
  return notFoundPage();
}
