import { toBase64url } from "@sedge/privacy/base64url";
import { connectorSigner } from "@sedge/privacy/connector-key";
import { CONNECTOR_HEADER, ConnectorEnvelope, MAX_CONNECTOR_HEADER_CHARS, PROTOCOL_VERSION } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { refusalOf } from "../../test/refusal-by.ts";
import { checkConnector, readConnector, readConnectorHeader } from "./connector-request.ts";

const NOW = 1_790_000_000;
const text = (bytes: number, fill = 1) => Buffer.alloc(bytes, fill).toString("base64url");
const message = (changes: object = {}) => ({
  version: PROTOCOL_VERSION,
  site: "demo",
  channel: "shop-till",
  nonce: text(16),
  issuedAt: NOW,
  action: "read",
  body: { token: text(32) },
  ...changes,
});

async function envelope(changes: object = {}) {
  const signer = await connectorSigner(new Uint8Array(32).fill(4));
  const signed = JSON.stringify(message(changes));
  return v.parse(ConnectorEnvelope, { message: signed, key: signer.key, signature: await signer.sign(signed) });
}
const refused = async (changes: object) => refusalOf(checkConnector(await envelope(changes), "read", "demo", NOW));
const header = (value: string) => new Request("https://edge.test/", { headers: { [CONNECTOR_HEADER]: value } });

describe("a connector's signed request", () => {
  test("is read with its message and its envelope", async () => {
    const sent = await envelope();
    expect(await checkConnector(sent, "read", "demo", NOW)).toEqual({ envelope: sent, message: message() });
  });

  test("with a signature of another text or key is refused", async () => {
    const sent = await envelope();
    const other = await connectorSigner(new Uint8Array(32).fill(5));
    for (const change of [{ message: JSON.stringify(message({ nonce: text(16, 2) })) }, { key: other.key }]) {
      expect(await refusalOf(checkConnector({ ...sent, ...change }, "read", "demo", NOW))).toEqual({
        code: "bad-signature",
      });
    }
  });

  test("for another site, action, version or time is refused", async () => {
    expect(await refused({ site: "other" })).toEqual({ code: "malformed-request", errors: ["site"] });
    expect(await refused({ action: "export-clusters", body: { after: null } })).toEqual({
      code: "malformed-request",
      errors: ["action"],
    });
    expect(await refused({ version: PROTOCOL_VERSION + 1 })).toMatchObject({ code: "unsupported-version" });
    expect(await refused({ issuedAt: NOW - 301 })).toEqual({ code: "stale-request", now: NOW });
    expect(await refused({ issuedAt: NOW + 300 })).toBeUndefined();
  });

  test("is read from a body and from a header alike", async () => {
    const sent = await envelope();
    const body = new Request("https://edge.test/", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(sent),
    });
    const read = await readConnector(body, "read", "demo", NOW);
    const encoded = toBase64url(new TextEncoder().encode(JSON.stringify(sent)));
    expect(await readConnectorHeader(header(encoded), "read", "demo", NOW)).toEqual(read);
  });

  test("in a header that is missing, too long or not base64url is malformed", async () => {
    const missing = new Request("https://edge.test/");
    const wrong = [
      missing,
      header("A".repeat(MAX_CONNECTOR_HEADER_CHARS + 1)),
      header("!!"),
      header(toBase64url(Uint8Array.of(0xff))),
    ];
    for (const request of wrong) {
      expect(await refusalOf(readConnectorHeader(request, "read", "demo", NOW))).toMatchObject({
        code: "malformed-request",
      });
    }
  });
});
