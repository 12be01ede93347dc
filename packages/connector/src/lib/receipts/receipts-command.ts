import { ReceiptExport, Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { askConsole, siteConsole } from "../operators/site-console.ts";
import { type Call, neededOption, noPositional } from "../options.ts";
import type { Terminal } from "../terminal.ts";

/** Runs `sedge receipts`: prints the receipts that name one privacy text. @throws CommandError */
export async function receiptsCommand(call: Call, { out }: Terminal): Promise<void> {
  noPositional(call);
  const target = siteConsole(call);
  const policy = v.safeParse(Sha256Hex, neededOption(call, "policy"));
  if (!policy.success) throw new CommandError("bad-option", "--policy takes a SHA-256: 64 hex digits.");
  const { site } = target;
  const policySha256 = policy.output;
  let after: string | null = "";
  while (after !== null) {
    const path: string = `receipts/${policySha256}?after=${after}`;
    const response = await askConsole(target, path, "no more receipts are printed");
    const read = v.safeParse(ReceiptExport, await response.json().catch(() => undefined));
    if (!read.success) throw new CommandError("operators-failed", "the edge's answer is not a list of receipts.");
    for (const one of read.output.receipts) out(JSON.stringify({ site, policySha256, ...one }));
    after = read.output.next;
  }
}
