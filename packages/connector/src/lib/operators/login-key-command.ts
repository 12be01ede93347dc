import { existsSync } from "node:fs";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { SiteId } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { type Call, neededOption, onlyPositional, textOption } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { makeSecret } from "./connector-key-command.ts";
import { connectorSecret, secretText } from "./connector-secret.ts";
import { isSafeUrl } from "./operator-options.ts";

/** How long a registration may take, in milliseconds. */
const REGISTER_TIMEOUT_MS = 30_000;

/** Runs `sedge login-key`. @throws CommandError */
export async function loginKeyCommand(call: Call, terminal: Terminal): Promise<void> {
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

function registration(call: Call): Omit<Target, "endpoint"> {
  const site = v.safeParse(SiteId, neededOption(call, "site"));
  if (!site.success) throw new CommandError("bad-option", "--site must be the ID of a site.");
  const file = neededOption(call, "admin-key");
  const adminKey = secretText(file);
  // A line break within it would be no header value, and an empty one no credential.
  if (!/^\S+$/.test(adminKey)) throw new CommandError("bad-option", `${file} is not an admin key: one word of text.`);
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
