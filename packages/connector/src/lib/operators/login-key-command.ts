import { existsSync } from "node:fs";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { CommandError } from "../command-error.ts";
import { type Call, onlyPositional, textOption } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { makeSecret } from "./connector-key-command.ts";
import { connectorSecret } from "./connector-secret.ts";
import { askConsole, siteConsole } from "./site-console.ts";

/** Runs `sedge login-key`. @throws CommandError */
export async function loginKeyCommand(call: Call, terminal: Terminal): Promise<void> {
  const file = onlyPositional(call, "the file of the secret");
  const isRegistered = textOption(call, "endpoint") !== undefined;
  const alone = ["site", "admin-key", "end"].find((name) => call.options[name] !== undefined);
  if (!isRegistered && alone) throw new CommandError("bad-option", `--${alone} requires --endpoint.`);
  const target = isRegistered ? siteConsole(call) : undefined;
  if (!existsSync(file)) makeSecret(file, terminal, "sign in for anybody at this site");
  const { key } = await connectorSigner(connectorSecret(file));
  if (target) {
    const notAfter = call.options["end"] === true ? Math.floor(Date.now() / 1_000) - 1 : null;
    await askConsole(target, "login-keys", "the key is not registered", { key, notAfter });
  }
  terminal.out(key);
}
