import type { Classifier } from "@sedge/client-sdk";
import { element, byId } from "./element.ts";

/** From here on a search that found no garment is taken for a question to the staff. */
const SURE_ENOUGH = 0.5;
/** A search that is more likely than this to be none of the shop's intents is not: a bank's intents know no cloth. */
const MAX_OUT_OF_SCOPE = 0.2;

/**
 * Reads what was searched for, on the page that shows the results: the page that it was typed on is gone by then. Where nothing
 * was found and it is a question rather than a garment, the help page is offered.
 */
export function serveSearchHint(sedge: Pick<Classifier, "classifyText" | "consent" | "on">): void {
  const field = byId("query", HTMLInputElement);
  const hint = byId("search-hint", HTMLParagraphElement);
  const query = field?.defaultValue.trim() ?? "";
  if (!hint || query === "") return;
  let isRead = false;
  const read = async () => {
    if (isRead || !sedge.consent.get().purposes.includes("classify")) return;
    isRead = true;
    const { intent } = await sedge.classifyText(query, { source: "search", questions: ["intent", "frustration"] });
    const [likeliest] = intent?.classes ?? [];
    if (!intent || !likeliest || intent.isOutOfScope || hint.hidden) return;
    if (likeliest.probability < SURE_ENOUGH || (intent.outOfScope ?? 0) > MAX_OUT_OF_SCOPE) return;
    hint.replaceChildren(
      `This looks like a question (${likeliest.label}) rather than a garment. `,
      element("a", { href: "/help" }, "Help and contact"),
      " may serve you better.",
    );
  };
  const attempt = () => void read().catch(() => undefined);
  sedge.on("consent", attempt);
  attempt();
}
