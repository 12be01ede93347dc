import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { verifyReceipt } from "@sedge/privacy/link-key";
import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { type Call, neededOption, onlyPositional, textOption } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { PrintedReceipt } from "./printed-receipt.ts";

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Runs `sedge verify-receipts`: checks printed receipts by the tokens that are known. @throws CommandError */
export async function verifyReceiptsCommand(call: Call, { out }: Terminal): Promise<void> {
  const file = onlyPositional(call, "file of receipts");
  const tokensFile = neededOption(call, "tokens");
  const listed = v.safeParse(v.pipe(v.array(LinkToken), v.minLength(1)), linesOf(tokensFile));
  if (!listed.success) throw new CommandError("bad-option", `${tokensFile} is not a list of link tokens, one a line.`);
  const tokens = new Map(listed.output.map((token) => [sha256(`erased\n${token}`), token]));
  const textFile = textOption(call, "text");
  const text = textFile === undefined ? undefined : sha256(bytesOf(textFile));
  const count = { verified: 0, unsigned: 0, unknown: 0 };
  for (const [index, line] of linesOf(file).entries())
    count[await checked(receiptIn(line, file, index), tokens, text, index)] += 1;
  out(`${count.verified} verified, ${count.unsigned} without a signature, ${count.unknown} of unknown tokens`);
}

async function checked(
  { site, policySha256, subject, receipt, signature }: PrintedReceipt,
  tokens: ReadonlyMap<string, LinkToken>,
  text: string | undefined,
  index: number,
): Promise<"verified" | "unsigned" | "unknown"> {
  const where = `the receipt of line ${index + 1}`;
  if (receipt.policySha256 !== policySha256 || (text !== undefined && policySha256 !== text))
    throw new CommandError("bad-receipt", `${where} is about another text.`);
  const token = tokens.get(subject);
  if (signature === null) return "unsigned";
  if (!token) return "unknown";
  if (await verifyReceipt(token, site, receipt, signature)) return "verified";
  throw new CommandError("bad-receipt", `${where} has a signature that is not its token's.`);
}

function receiptIn(line: string, file: string, index: number): PrintedReceipt {
  try {
    return v.parse(PrintedReceipt, JSON.parse(line));
  } catch {
    throw new CommandError(
      "bad-receipt",
      `line ${index + 1} of ${file} is no receipt that \`sedge receipts\` printed.`,
    );
  }
}

/** The lines of a text file that are not empty. @throws CommandError */
function linesOf(file: string): string[] {
  return String(bytesOf(file)).split(/\r?\n/).filter(Boolean);
}

function bytesOf(file: string): Uint8Array & { toString(): string } {
  try {
    return readFileSync(file);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing) throw new CommandError("missing-file", `there is no file ${file}.`);
    throw new CommandError("unreadable-file", `${file} cannot be read.`);
  }
}
