import { existsSync, readFileSync } from "node:fs";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { SiteId } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { neededOption, onlyPositional, readCall, textOption, type Usage, usageOf } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { makeSecret } from "./connector-key-command.ts";
import { connectorSecret } from "./connector-secret.ts";
import { isSafeUrl } from "./operator-options.ts";

const USAGE: Usage = {
  command: "login-key FILE",
  purpose: `Prints the public key with which the site's login signs proofs of control; its secret is in FILE. If there is no such file,
    makes a new secret and writes it, readable by its owner alone; an existing secret is never replaced. With --endpoint, also
    registers the key at the site's edge.`,
  options: [
    { name: "endpoint", value: "URL", description: "the site's edge, where the key is registered" },
    { name: "site", value: "SITE", description: "the site's id" },
    { name: "admin-key", value: "FILE", description: "the file of the edge's admin key" },
    { name: "end", description: "end the key now" },
  ],
  notes: `With its first key the site requires proofs of control: an identifier's key alone then reads, undoes, erases and joins nothing.
docs/proof-of-control.md says how a server signs.`,
};

/** How long a registration may take, in milliseconds. */
const REGISTER_TIMEOUT_MS = 30_000;

/** Runs `sedge login-key`. @throws CommandError */
export async function loginKeyCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const call = readCall(args, USAGE.options);
  if (call.options["help"]) return terminal.out(usageOf(USAGE));
  const file = onlyPositional(call, "the file of the secret");
  const endpoint = textOption(call, "endpoint");
  const alone = ["site", "admin-key", "end"].find((name) => call.options[name] !== undefined);
  if (endpoint === undefined && alone) throw new CommandError("bad-option", `--${alone} requires --endpoint.`);
  if (endpoint !== undefined && !isSafeUrl(endpoint)) {
    throw new CommandError("bad-option", `--endpoint takes an https URL, or http on this machine, not "${endpoint}".`);
  }
  const target = endpoint === undefined ? undefined : { endpoint, ...registration(call) };
  if (!existsSync(file)) makeSecret(file, terminal, "sign in for anybody at this site");
  const { key } = await connectorSigner(connectorSecret(file));
  if (target) await register(key, target);
  terminal.out(key);
}

interface Target {
  readonly endpoint: string;
  readonly site: SiteId;
  readonly adminKey: string;
  readonly isEnded: boolean;
}

function registration(call: ReturnType<typeof readCall>): Omit<Target, "endpoint"> {
  const site = v.safeParse(SiteId, neededOption(call, "site"));
  if (!site.success) throw new CommandError("bad-option", "--site must be the ID of a site.");
  const file = neededOption(call, "admin-key");
  if (!existsSync(file)) throw new CommandError("missing-file", `there is no file ${file}.`);
  const adminKey = readFileSync(file, "utf8").trim();
  return { site: site.output, adminKey, isEnded: call.options["end"] === true };
}

async function register(key: string, { endpoint, site, adminKey, isEnded }: Target): Promise<void> {
  const notAfter = isEnded ? Math.floor(Date.now() / 1_000) - 1 : null;
  const url = new URL(`/v1/operator/sites/${site}/login-keys`, endpoint);
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
    body: JSON.stringify({ key, notAfter }),
    signal: AbortSignal.timeout(REGISTER_TIMEOUT_MS),
  }).catch(() => undefined);
  if (answer?.ok === true) return;
  if (answer?.status === 401) throw new CommandError("key-refused", "the edge refuses the admin key.");
  const reason = answer === undefined ? "cannot be reached" : `answered ${answer.status}`;
  throw new CommandError("operators-failed", `the edge ${reason}; the key is not registered.`);
}
