import type { ClusterFound } from "@sedge/client-sdk";
import type { Product } from "../catalogue.ts";
import { merchandise, type StoreFront } from "../merchandise.ts";
import { catalogue } from "./catalogue.ts";
import { byId } from "./element.ts";
import { drawCard } from "./product-card.ts";

function orderDepartments({ departments }: StoreFront): void {
  const holder = byId("departments", HTMLDivElement);
  for (const name of departments) {
    const section = holder?.querySelector(`[data-department="${name}"]`);
    if (section) holder?.append(section);
  }
}

/** Whether the product is the one on this page, which is not recommended there. */
function shownHere({ id }: Product): boolean {
  return location.pathname === `/products/${id}`;
}

/** Personalises the page for a cluster in the same visit: the strip, and the order of the departments on the home page. */
export async function personalise(cluster: ClusterFound): Promise<void> {
  const strip = byId("chosen", HTMLElement);
  const title = byId("chosen-title", HTMLHeadingElement);
  const why = byId("chosen-why", HTMLParagraphElement);
  const list = byId("chosen-list", HTMLUListElement);
  const storeFront = merchandise(cluster.clusterId, await catalogue());
  orderDepartments(storeFront);
  if (!strip || !title || !why || !list || strip.dataset["cluster"] === cluster.clusterId) return;
  title.textContent = storeFront.title;
  why.textContent = `Selected for your cluster ${cluster.clusterId}: ${cluster.clusterName}.`;
  list.replaceChildren(
    ...storeFront.products
      .filter((product) => !shownHere(product))
      .slice(0, 4)
      .map(drawCard),
  );
  strip.dataset["cluster"] = cluster.clusterId;
  strip.hidden = false;
}
