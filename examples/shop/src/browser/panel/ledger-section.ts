import type { LedgerEntry } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { bodyBytes, drawEntry } from "./ledger-view.ts";
import type { PanelSection } from "./section.ts";

/** How many messages are shown, the newest first; "Export my data" has the rest. */
const SHOWN = 40;

/** Shows the ledger, and keeps what is open open: only new messages and changed answers are drawn. */
export function ledgerSection(section: PanelSection): (entries: readonly LedgerEntry[]) => void {
  const drawn = new Map<number, { readonly status: number; readonly node: HTMLElement }>();
  const list = element("div", { class: "entries" });
  const sum = element("p", { class: "quiet" });
  section.draw(sum, list);
  return (entries) => {
    const shown = entries.slice(-SHOWN).toReversed();
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, { node }] of drawn) {
      if (ids.has(id)) continue;
      node.remove();
      drawn.delete(id);
    }
    for (const [index, entry] of shown.entries()) {
      const before = drawn.get(entry.id);
      const node = before?.status === entry.status ? before.node : drawEntry(entry);
      if (before && before.node !== node) before.node.replaceWith(node);
      drawn.set(entry.id, { status: entry.status, node });
      if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
    }
    const bytes = entries.reduce((all, entry) => all + bodyBytes(entry), 0);
    const messages = entries.length === 1 ? "1 message" : `${entries.length} messages`;
    sum.textContent =
      entries.length === 0
        ? "Nothing has left this device."
        : `${messages}, ${bytes} bytes of content, all of it below.`;
  };
}
