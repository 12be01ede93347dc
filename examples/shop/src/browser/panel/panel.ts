import type { Classifier, ClusterAnswer } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { abstentionInWords, drawConclusions } from "./conclusions.ts";
import { drawConsent } from "./consent-section.ts";
import { drawPageRules } from "./page-rules.ts";
import { drawCluster } from "./cluster.ts";
import { drawLearning } from "./learning-section.ts";
import { ledgerSection } from "./ledger-section.ts";
import { drawMachine } from "./machine.ts";
import { drawMyData } from "./my-data.ts";
import { panelSection } from "./section.ts";
import { drawText } from "./text-section.ts";

/** Storage key of the panel's state (shown or hidden) in this tab. */
const KEY = "marsh-and-reed-panel";
/** From this width on the panel is beside the shop, and open by default. */
const WIDE = "(min-width: 68rem)";

function frame(content: readonly Node[]): HTMLElement {
  const inside = element("div", { class: "inside", id: "panel-inside" }, ...content);
  const toggle = element("button", { type: "button", class: "toggle", "aria-controls": "panel-inside" });
  const show = (open: boolean) => {
    inside.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    toggle.replaceChildren(
      element("span", {}, "What Sedge sees"),
      element("span", { class: "fold", "aria-hidden": "true" }, open ? "Hide" : "Show"),
    );
    document.documentElement.classList.toggle("panel-open", open);
  };
  const stored = sessionStorage.getItem(KEY);
  show(stored === null ? matchMedia(WIDE).matches : stored === "shown");
  toggle.addEventListener("click", () => {
    const open = inside.hidden !== false;
    sessionStorage.setItem(KEY, open ? "shown" : "hidden");
    show(open);
  });
  return element(
    "aside",
    { class: "panel", "aria-label": "What Sedge sees", "data-sedge-ignore": "" },
    element("h2", {}, toggle),
    inside,
  );
}

/** Adds the panel to the page and keeps it up to date. */
export function servePanel(sedge: Classifier): void {
  const cluster = panelSection("cluster", "Your cluster");
  const conclusions = panelSection("conclusions", "Classification on this device");
  const pageRules = panelSection("page-rules", "Personalisation on this page");
  const text = panelSection("text", "Your last text");
  const ledger = panelSection("ledger", "What has left this device");
  const learning = panelSection("learning", "Your contributions");
  const machine = panelSection("machine", "How Sedge runs");
  const consent = panelSection("consent", "Your consent");
  const myData = panelSection("my-data", "Your data");
  const showLedger = ledgerSection(ledger);
  // Screen readers announce only a changed cluster: the rest of the panel changes too often.
  const announcement = element("p", { class: "visually-hidden", "aria-live": "polite" });

  const waiting = () => {
    const isOff = !sedge.consent.get().purposes.includes("classify");
    const words = isOff ? "Off: you have not agreed to classification." : "Not available yet. Browse a little first.";
    cluster.draw(element("p", { class: "quiet" }, words));
    conclusions.draw(element("p", { class: "quiet" }, words));
    const written = "No text yet. Write in the chat, or search for a question.";
    text.draw(element("p", { class: "quiet" }, isOff ? words : written));
  };
  const refresh = () => {
    machine.draw(...drawMachine(sedge.status()));
    consent.draw(...drawConsent(sedge.consent.get(), (choice) => void sedge.consent.set(choice).then(refresh)));
    void sedge.personalize.explain().then((rules) => pageRules.draw(...drawPageRules(rules)));
    sedge.ledger().then(showLedger, () => showLedger([]));
    const nothing = () => learning.draw(element("p", { class: "quiet" }, "None: Sedge is not running."));
    sedge.privacyBudget().then((budget) => (budget ? learning.draw(...drawLearning(budget)) : nothing()), nothing);
  };

  sedge.on("classification", (classification) => {
    conclusions.draw(...drawConclusions(classification));
    if (classification.abstained) void sedge.cluster().then(showNoCluster, () => undefined);
    refresh();
  });
  sedge.on("text", (classification) => {
    text.draw(...drawText(classification));
    refresh();
  });
  // Until a cluster is found there is no event of one.
  const showNoCluster = ({ abstained }: ClusterAnswer) => {
    if (abstained) cluster.draw(element("p", { class: "quiet" }, `None. ${abstentionInWords(abstained)}`));
  };
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
  const sections = [cluster, pageRules, text, conclusions, ledger, learning, machine, consent, myData];
  document.body.append(frame([...sections.map(({ node }) => node), announcement]));
}
