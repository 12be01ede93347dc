import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  type Call,
  CommandError,
  listOption,
  neededOption,
  onlyPositional,
  type Terminal,
  textOption,
} from "@sedge/connector/command-line";
import { formatVerifierKey, parseVerifierKey, WITNESS_COSIGNATURE } from "@sedge/transparency/note";
import { logKey } from "../log/log-key.ts";

/** Runs `sedge tag`. @throws CommandError */
export async function tagCommand(call: Call, terminal: Terminal): Promise<void> {
  const folder = onlyPositional(call, "the folder of the built SDK");
  const pins = [logKey(neededOption(call, "log-key")), ...listOption(call, "witness").map(witnessKey)];
  const policy = textOption(call, "policy-file");
  const attributes = {
    src: neededOption(call, "src"),
    integrity: integrityOf(folder),
    crossorigin: "anonymous",
    "data-site": neededOption(call, "site"),
    "data-endpoint": neededOption(call, "endpoint"),
    "data-policy": neededOption(call, "policy"),
    ...(policy === undefined ? {} : { "data-policy-sha256": sha256(read(policy)) }),
    "data-aggregator-key": pins.map(formatVerifierKey).join(" "),
  };
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${escaped(value)}"`);
  terminal.out(`<script async ${text.join("\n        ")}></script>`);
  return Promise.resolve();
}

function read(file: string): Buffer {
  if (!existsSync(file)) throw new CommandError("missing-file", `there is no file ${file}.`);
  if (!statSync(file).isFile()) throw new CommandError("unreadable-file", `${file} is no file.`);
  const bytes = readFileSync(file);
  if (bytes.length === 0) throw new CommandError("empty-file", `${file} is empty.`);
  return bytes;
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** As Subresource Integrity spells it; of the file as it is, so that a page gets what was checked. */
function integrityOf(folder: string): string {
  return `sha384-${createHash("sha384")
    .update(read(join(folder, "sedge.js")))
    .digest("base64")}`;
}

function witnessKey(text: string) {
  const key = parseVerifierKey(text);
  if (key?.type === WITNESS_COSIGNATURE) return key;
  throw new CommandError("bad-option", `"${text}" is not a witness's verifier key, as sedge witness prints it.`);
}

function escaped(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
