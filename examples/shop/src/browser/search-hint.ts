import type { Classifier } from "@sedge/client-sdk";
import { element, byId } from "./element.ts";

/** From this probability on, a search without results is treated as a question. */
const SURE_ENOUGH = 0.5;
/** Searches more likely than this to be out of scope are not questions: the model knows banking intents, not clothes. */
const MAX_OUT_OF_SCOPE = 0.2;

/**
 * Classifies the search on the results page, because the page with the search field is gone by then. If there are no results
 * and the search looks like a question, offers the help page.
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
      `This looks like a question (${likeliest.label}) rather than a product. `,
      element("a", { href: "/help" }, "Help and contact"),
      " may be more useful.",
    );
  };
  const attempt = () => void read().catch(() => undefined);
  sedge.on("consent", attempt);
  attempt();
}
