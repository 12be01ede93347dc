import type { LedgerEntry } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { drawEntry } from "./ledger-view.ts";

/** A list of messages that keeps opened entries open: it draws only new messages and changed answers. */
export interface EntryList {
  readonly node: HTMLElement;
  /** Shows these entries in this order. */
  show(entries: readonly LedgerEntry[]): void;
}

export function entryList(): EntryList {
  const node = element("div", { class: "entries" });
  const drawn = new Map<number, { readonly status: number; readonly node: HTMLElement }>();
  return {
    node,
    show(entries) {
      const ids = new Set(entries.map(({ id }) => id));
      for (const [id, entry] of drawn) {
        if (ids.has(id)) continue;
        entry.node.remove();
        drawn.delete(id);
      }
      for (const [index, entry] of entries.entries()) {
        const before = drawn.get(entry.id);
        const line = before?.status === entry.status ? before.node : drawEntry(entry);
        if (before && before.node !== line) before.node.replaceWith(line);
        drawn.set(entry.id, { status: entry.status, node: line });
        if (node.children[index] !== line) node.insertBefore(line, node.children[index] ?? null);
      }
    },
  };
}
