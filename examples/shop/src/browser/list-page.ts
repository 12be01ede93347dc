import { CATEGORY_TEXT, isCategory, listPages } from "../category.ts";
import { catalogue } from "./catalogue.ts";
import { byId } from "./element.ts";
import { drawCard } from "./product-card.ts";

function pageIn(address: string): number {
  return Number(new URL(address, location.href).searchParams.get("page") ?? "1");
}

/** Shows another page of a list without a page load, and updates the address. */
export function serveListPage(): void {
  const list = byId("list", HTMLUListElement);
  const pager = document.querySelector("nav.pager");
  const main = byId("main", HTMLElement);
  const category = list?.dataset["category"] ?? "";
  if (!list || !pager || !main || !isCategory(category)) return;

  const show = async (page: number) => {
    const products = (await catalogue()).filter(
      (product) => product.category === category && product.listPage === page,
    );
    list.replaceChildren(...products.map(drawCard));
    main.dataset["sedgeListPage"] = String(page);
    for (const link of pager.querySelectorAll<HTMLAnchorElement>("a[data-page]")) {
      if (link.dataset["page"] === String(page)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const { size } = CATEGORY_TEXT[category];
    const status = document.getElementById("list-status");
    if (status) status.textContent = `${size} items, page ${page} of ${listPages(category)}`;
  };

  const turnTo = async (page: number, address: string) => {
    try {
      await show(page);
      history.pushState(null, "", address);
      main.focus({ preventScroll: true });
      main.scrollIntoView();
    } catch {
      // Without the catalogue, follow the link.
      location.assign(address);
    }
  };

  pager.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-page]") : null;
    if (!link || !(event instanceof MouseEvent) || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const page = pageIn(link.href);
    if (page === pageIn(location.href)) return;
    void turnTo(page, link.href);
  });
  window.addEventListener("popstate", () => {
    show(pageIn(location.href)).catch(() => location.reload());
  });
}
