import type { LedgerEntry } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { entryList } from "./entry-list.ts";
import { bodyBytes } from "./ledger-view.ts";
import type { PanelSection } from "./section.ts";

/** How many messages of each kind are shown, newest first. "Export my data" has all of them. */
const SHOWN = 40;

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A summary of the ledger in one sentence. */
export function ledgerInWords(entries: readonly LedgerEntry[]): string {
  const messages = entries.filter(({ rows }) => rows.length > 0);
  const bytes = messages.reduce((sum, entry) => sum + bodyBytes(entry), 0);
  if (entries.length === 0) return "Nothing has left this device.";
  if (messages.length === 0) return "Nothing about this visit has left this device; only public files were requested.";
  return `${counted(messages.length, "message")} about this visit, ${counted(bytes, "byte")} in all. Open one to read it.`;
}

/** Shows the ledger: messages about the visit, and, collapsed, requests for public files. */
export function ledgerSection(section: PanelSection): (entries: readonly LedgerEntry[]) => void {
  const sum = element("p", { class: "quiet" });
  const messages = entryList();
  const files = entryList();
  const filesTitle = element("summary", {});
  const folded = element("details", { class: "files" }, filesTitle, files.node);
  section.draw(sum, messages.node, folded);
  return (entries) => {
    const newest = entries.toReversed();
    const [about, open] = [
      newest.filter(({ rows }) => rows.length > 0),
      newest.filter(({ rows }) => rows.length === 0),
    ];
    messages.show(about.slice(0, SHOWN));
    files.show(open.slice(0, SHOWN));
    sum.textContent = ledgerInWords(entries);
    filesTitle.textContent = `${counted(open.length, "public file")} requested, the same for everyone`;
    folded.hidden = open.length === 0;
  };
}
