import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { type Channel, CHANNELS } from "@sedge/protocol";
import { startOperators } from "@sedge/testbed";

/** The site that the edge's migrations create. */
const SITE = "demo";

/** Running operators of a site with all channels, and a folder with a connector key for each channel. */
export interface PushingSite extends AsyncDisposable {
  readonly folder: string;
  /** Options of `sedge push` for a channel. */
  readonly options: (channel: Channel) => string[];
}

/** Starts operators, and registers a key for each channel at both. */
export async function pushingSite(channels: readonly Channel[]): Promise<PushingSite> {
  const folder = mkdtempSync(join(tmpdir(), "sedge-bench-push-"));
  const operators = await startOperators({
    rateLimit: 1_000_000,
    aggregatorVars: { CHANNELS: { [SITE]: [...CHANNELS] } },
  });
  const consoles = [
    { url: operators.aggregatorUrl, admin: operators.aggregatorAdminKey },
    { url: operators.edgeUrl, admin: operators.edgeAdminKey },
  ];
  for (const channel of channels) {
    const secret = randomBytes(32);
    writeFileSync(join(folder, `key-${channel}`), secret.toString("base64url"), { mode: 0o600 });
    const { key } = await connectorSigner(secret);
    const body = JSON.stringify({ key, channel, scopes: ["evaluate", "link"], notAfter: null });
    for (const { url, admin } of consoles) {
      const headers = { authorization: `Bearer ${admin}`, "content-type": "application/json" };
      const response = await fetch(`${url}/v1/operator/sites/${SITE}/connectors`, { method: "POST", headers, body });
      if (!response.ok) throw new Error(`the key was not registered: ${await response.text()}`);
    }
  }
  return {
    folder,
    options: (channel) => [
      "--channel",
      channel,
      "--site",
      SITE,
      "--endpoint",
      operators.edgeUrl,
      "--key",
      `key-${channel}`,
    ],
    [Symbol.asyncDispose]: async () => {
      await operators.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
