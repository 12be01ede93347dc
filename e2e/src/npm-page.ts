import { createClassifier } from "@sedge/client-sdk";

// A site's own code in a bundle: it uses the npm package, not the script tag.
const { endpoint = "" } = document.documentElement.dataset;
const classifier = createClassifier({
  site: "demo",
  endpoint,
  assets: new URL("/sedge/", location.href).href,
  consent: { policyVersion: "2026-11", choice: { classify: true, link: true } },
});
classifier.page({ kind: "product", item: "npm-1", category: "packages", price: 9 });
classifier.track("cart-add", { item: "npm-1", category: "packages", price: 9 });
Object.assign(window, { sedge: classifier });
