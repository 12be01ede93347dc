import { Secret } from "@sedge/operator";
import { LinkToken } from "@sedge/protocol";
import { Webhook } from "standardwebhooks";
import * as v from "valibot";
import { expect, test } from "vitest";
import { webhookRequest } from "./webhook-request.ts";
import { webhookSecret } from "./webhook-secret.ts";

const secretOf = (letter: string) => v.parse(Secret, `${letter.repeat(42)}A`);
const [seed, anotherSeed] = [secretOf("A"), secretOf("B")];
const destination = { channel: "email" as const, url: "https://mail.example/sedge", secrets: [1] };
const webhook = {
  id: "msg_1",
  token: v.parse(LinkToken, "A".repeat(43)),
  channel: "email",
  findings: { rule: "left-the-app", version: 1, stage: "consider", cluster: null },
  hour: 500_000,
} as const;

test("a webhook verifies only with its own operator's, site's and channel's secret of its number", async () => {
  const request = await webhookRequest("demo", webhook, destination, seed, Date.now());
  const [headers, body] = [Object.fromEntries(request.headers), await request.text()];
  const verifies = (secret: string) => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  };
  const secrets = await Promise.all([
    webhookSecret(seed, "demo", "email", 1),
    webhookSecret(anotherSeed, "demo", "email", 1),
    webhookSecret(seed, "shop", "email", 1),
    webhookSecret(seed, "demo", "chat", 1),
    webhookSecret(seed, "demo", "email", 2),
  ]);
  expect(secrets.map(verifies)).toEqual([true, false, false, false, false]);
});
