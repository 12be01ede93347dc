import type { Classifier } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { drawConclusions } from "./conclusions.ts";
import { drawConsent } from "./consent-section.ts";
import { drawDressed } from "./dressed.ts";
import { drawCluster } from "./cluster.ts";
import { drawLearning } from "./learning-section.ts";
import { ledgerSection } from "./ledger-section.ts";
import { drawMachine } from "./machine.ts";
import { drawMyData } from "./my-data.ts";
import { panelSection } from "./section.ts";
import { drawText } from "./text-section.ts";

/** Where the visitor's own choice to open or fold the panel is kept, for this tab. */
const KEY = "marsh-and-reed-panel";
/** From this width on the panel stands beside the shop, and is open unless folded. */
const WIDE = "(min-width: 68rem)";

function frame(content: readonly Node[]): HTMLElement {
  const inside = element("div", { class: "inside", id: "panel-inside" }, ...content);
  const toggle = element("button", { type: "button", class: "toggle", "aria-controls": "panel-inside" });
  const show = (open: boolean) => {
    inside.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    toggle.replaceChildren(
      element("span", {}, "What Sedge sees"),
      element("span", { class: "fold", "aria-hidden": "true" }, open ? "Fold" : "Open"),
    );
    document.documentElement.classList.toggle("panel-open", open);
  };
  const stored = sessionStorage.getItem(KEY);
  show(stored === null ? matchMedia(WIDE).matches : stored === "open");
  toggle.addEventListener("click", () => {
    const open = inside.hidden !== false;
    sessionStorage.setItem(KEY, open ? "open" : "folded");
    show(open);
  });
  return element(
    "aside",
    { class: "panel", "aria-label": "What Sedge sees", "data-sedge-ignore": "" },
    element("h2", {}, toggle),
    inside,
  );
}

/** Puts the panel on the page and keeps it true. */
export function servePanel(sedge: Classifier): void {
  const cluster = panelSection("cluster", "Your cluster");
  const conclusions = panelSection("conclusions", "What this device concludes");
  const dressed = panelSection("dressed", "What this page shows you");
  const text = panelSection("text", "What your last text says");
  const ledger = panelSection("ledger", "What has left this device");
  const learning = panelSection("learning", "What you add to sums");
  const machine = panelSection("machine", "How it runs");
  const consent = panelSection("consent", "Your consent");
  const myData = panelSection("my-data", "Your data");
  const showLedger = ledgerSection(ledger);
  // One line that is read out, and only when the cluster changes: the rest of the panel changes too often to be announced.
  const announcement = element("p", { class: "visually-hidden", "aria-live": "polite" });

  const waiting = () => {
    const isOff = !sedge.consent.get().purposes.includes("classify");
    const words = isOff ? "Nothing: you have not agreed to it." : "Not yet; look round a little.";
    cluster.draw(element("p", { class: "quiet" }, words));
    conclusions.draw(element("p", { class: "quiet" }, words));
    const written = "Nothing was written on this page. Try the chat, or search for a question.";
    text.draw(element("p", { class: "quiet" }, isOff ? words : written));
  };
  const refresh = () => {
    machine.draw(...drawMachine(sedge.status()));
    consent.draw(...drawConsent(sedge.consent.get(), (choice) => void sedge.consent.set(choice).then(refresh)));
    void sedge.personalize.explain().then((rules) => dressed.draw(...drawDressed(rules)));
    sedge.ledger().then(showLedger, () => showLedger([]));
    const nothing = () => learning.draw(element("p", { class: "quiet" }, "Nothing: nothing runs."));
    sedge.privacyBudget().then((budget) => (budget ? learning.draw(...drawLearning(budget)) : nothing()), nothing);
  };

  sedge.on("classification", (classification) => {
    conclusions.draw(...drawConclusions(classification));
    refresh();
  });
  sedge.on("text", (classification) => {
    text.draw(...drawText(classification));
    refresh();
  });
  let announced = "";
  sedge.on("cluster", (answer) => {
    cluster.draw(...drawCluster(answer));
    refresh();
    if (announced !== answer.clusterId) announcement.textContent = `Your cluster: ${answer.clusterName}.`;
    announced = answer.clusterId;
  });
  sedge.on("consent", ({ purposes }) => {
    if (!purposes.includes("classify")) waiting();
    refresh();
  });
  sedge.on("status", refresh);
  sedge.on("problem", refresh);

  myData.draw(...drawMyData(sedge, refresh));
  waiting();
  refresh();
  const sections = [cluster, dressed, text, conclusions, ledger, learning, machine, consent, myData];
  document.body.append(frame([...sections.map(({ node }) => node), announcement]));
}
