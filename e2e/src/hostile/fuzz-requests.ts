import type { Operators } from "@sedge/testbed";
import {
  ADMIN_ROUTES,
  AGGREGATOR_ROUTES,
  CONNECTOR_ROUTES,
  EDGE_ROUTES,
  LOGIN_ROUTES,
  type Route,
  TRIGGER_ROUTES,
} from "@sedge/protocol/routes";
import { connectorEnvelope, type TestConnector } from "../delivery.ts";
import { SITE } from "../edge-answer.ts";
import { envelope, newId, type PageAction, proofAt, randomKeys, RECEIPT } from "../signed-message.ts";
import { signMessage } from "@sedge/privacy/link-key";
import type { RawRequest } from "./exchange.ts";
import { mutated, pick, type Random } from "./json-mutation.ts";

/** Every address of both operators. */
const EDGE: readonly Route[] = [EDGE_ROUTES, CONNECTOR_ROUTES, ADMIN_ROUTES, TRIGGER_ROUTES, LOGIN_ROUTES].flatMap(
  (routes): Route[] => Object.values(routes),
);
const AGGREGATOR: readonly Route[] = [AGGREGATOR_ROUTES, ADMIN_ROUTES].flatMap((routes): Route[] =>
  Object.values(routes),
);

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"] as const;
const TYPES = [
  "text/plain",
  "application/json; charset=latin1",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "",
] as const;
const SEGMENTS = [
  SITE,
  "nowhere",
  "%00",
  "..%2f..%2fetc",
  "a".repeat(2_000),
  "%zz",
  "%ED%A0%80",
  "DEMO",
  "1",
  "-1",
  "1e9",
  "%F0%9F%98%80",
] as const;
const BLINDED = "4kxeD0I8BDZ0xJUlLYyUqgTjvXDeUvOTnpf1KGJKTFU";

/** Texts of the signed actions that a page sends, from keys made for them. */
export class FuzzMaterial {
  readonly #texts = new Map<PageAction | "delivery", string[]>();

  /** Signs some messages of each action. */
  static async make(operators: Operators, random: Random): Promise<FuzzMaterial> {
    const material = new FuzzMaterial();
    const actions: readonly PageAction[] = ["link", "assign", "unlink", "undo", "export", "erase", "ballot"];
    const bodies: Partial<Record<PageAction, unknown>> = {
      assign: { channel: "web", codeword: { generation: 0, path: "" } },
      undo: { operationId: newId() },
      ballot: { round: newId(), blinded: newId() },
    };
    for (const action of actions) {
      const texts = Array.from({ length: 8 }, async () => {
        const keys = [await randomKeys(), await randomKeys()].slice(0, random() < 0.5 ? 1 : 2);
        const proof = proofAt(operators.edgeUrl, { action, keys });
        const plain = await envelope({ action, keys, proof, ...(action in bodies && { body: bodies[action] }) });
        if (random() < 0.5) return plain;
        // A message that was changed and then signed: it passes the signature and meets the parser.
        const { message } = JSON.parse(plain) as { message: string };
        return signedAgain(new TextDecoder().decode(mutated(message, random)), keys);
      });
      material.#texts.set(action, await Promise.all(texts));
    }
    const connector: TestConnector = {
      edgeUrl: operators.edgeUrl,
      channel: "call-centre",
      secret: new Uint8Array(32).fill(7),
    };
    const item: unknown = JSON.parse(await envelope({ action: "record", keys: [await randomKeys()] }));
    const envelopes = ["deliver", "read", "export-clusters"] as const;
    const signed = await Promise.all(
      envelopes.map((action) => connectorEnvelope(connector, action, { digest: newId(), token: newId(), elements: 1 })),
    );
    material.#texts.set(
      "delivery",
      signed.map((one) => JSON.stringify({ connector: one, items: [item] })),
    );
    return material;
  }

  /** A body that the route could take. */
  text({ action, path, request }: Route, random: Random): string {
    const of = (name: PageAction | "delivery") => this.#texts.get(name)?.[Math.floor(random() * 8)] ?? "{}";
    if (action !== undefined) return of(action);
    if (/deliver|clusters|connector/.test(path)) return of("delivery");
    const plain = {
      epoch: 1,
      blinded: [BLINDED],
      receipt: RECEIPT,
      channel: "web",
      codeword: { generation: 0, path: "" },
    };
    if (path.endsWith("/prf")) return JSON.stringify({ epoch: plain.epoch, blinded: plain.blinded, receipt: RECEIPT });
    if (path.endsWith("/assignments")) {
      return JSON.stringify({ channel: "web", codeword: plain.codeword, receipt: RECEIPT });
    }
    return request ? JSON.stringify({ ...plain, version: 1, rules: [], destinations: [], round: newId() }) : "";
  }
}

async function signedAgain(message: string, keys: Parameters<typeof envelope>[0]["keys"]): Promise<string> {
  const signatures = await Promise.all(
    keys.map(async (key) => ({ token: key.token, signature: await signMessage(key, message) })),
  );
  return JSON.stringify({ message, signatures });
}

function headersOf(random: Random, keys: readonly string[], isOrder: boolean): Record<string, string> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  const octet = () => Math.floor(random() * 250) + 1;
  headers["cf-connecting-ip"] =
    random() < 0.9
      ? `198.18.${octet()}.${octet()}`
      : pick(random, ["", "::", "::ffff:1.2.3.4", "x".repeat(300), "2001:db8::1%eth0"]);
  if (random() < 0.1) headers["content-type"] = pick(random, TYPES);
  if (random() < 0.1) headers["origin"] = pick(random, ["http://localhost:5173", "null", "https://evil.example", "x"]);
  if (random() < 0.05) headers["if-none-match"] = pick(random, ["*", '"x"', `"${"a".repeat(64)}"`]);
  if (random() < 0.03) headers["x-filler"] = "f".repeat(8_000);
  if (random() < 0.02) headers["sedge-connector"] = pick(random, ["", "e30", "x".repeat(4_000)]);
  // An order with the right key would change the deployment that is being attacked.
  const known = isOrder ? "wrong" : (keys[Math.floor(random() * keys.length)] ?? "wrong");
  if (random() < 0.3) headers["authorization"] = pick(random, [`Bearer ${known}`, "Bearer ", "Basic x", known]);
  return headers;
}

/** A request that nobody should send: a route, a method, headers and a body, each as it should be or not. */
export function fuzzRequest(operators: Operators, material: FuzzMaterial, random: Random): RawRequest {
  const isEdge = random() < 0.85;
  const routes = isEdge ? EDGE : AGGREGATOR;
  const route = routes[Math.floor(random() * routes.length)];
  if (!route) throw new RangeError("there are no routes");
  const url = isEdge ? operators.edgeUrl : operators.aggregatorUrl;
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    random() < 0.85 && name === "site" ? SITE : pick(random, SEGMENTS),
  );
  const method = random() < 0.85 ? route.method : pick(random, METHODS);
  const keys = [operators.edgeAdminKey, operators.aggregatorAdminKey];
  const headers = headersOf(random, keys, method !== "GET");
  const query = random() < 0.05 ? pick(random, ["?", "?a=b", "?__proto__=1", `?${"x".repeat(3_000)}`, "?%00"]) : "";
  if (method === "GET" || method === "HEAD") return { method, url: `${url}${path}${query}`, headers };
  const text = material.text(route, random);
  const body = random() < 0.15 ? text : mutated(text, random);
  return { method, url: `${url}${path}${query}`, headers, body, isCut: random() < 0.01 };
}
