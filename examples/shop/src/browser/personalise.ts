import type { ClusterAnswer } from "@sedge/client-sdk";
import type { Product } from "../catalogue.ts";
import { merchandise, type Window } from "../merchandise.ts";
import { catalogue } from "./catalogue.ts";
import { byId } from "./element.ts";
import { drawCard } from "./product-card.ts";

function orderDepartments({ departments }: Window): void {
  const holder = byId("departments", HTMLDivElement);
  for (const name of departments) {
    const section = holder?.querySelector(`[data-department="${name}"]`);
    if (section) holder?.append(section);
  }
}

/** The product whose page this is, which need not be recommended on it. */
function shownHere({ id }: Product): boolean {
  return location.pathname === `/products/${id}`;
}

/** Dresses the page for a cluster, in the visit itself: the strip, and on the home page the order of the departments. */
export async function personalise(cluster: ClusterAnswer): Promise<void> {
  const strip = byId("chosen", HTMLElement);
  const title = byId("chosen-title", HTMLHeadingElement);
  const why = byId("chosen-why", HTMLParagraphElement);
  const list = byId("chosen-list", HTMLUListElement);
  const dressed = merchandise(cluster.clusterId, await catalogue());
  orderDepartments(dressed);
  if (!strip || !title || !why || !list || strip.dataset["cluster"] === cluster.clusterId) return;
  title.textContent = dressed.title;
  why.textContent = `Put here for cluster ${cluster.clusterId}: ${cluster.clusterName}.`;
  list.replaceChildren(
    ...dressed.products
      .filter((product) => !shownHere(product))
      .slice(0, 4)
      .map(drawCard),
  );
  strip.dataset["cluster"] = cluster.clusterId;
  strip.hidden = false;
}
