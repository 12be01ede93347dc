import { toBase64url } from "@sedge/privacy/base64url";
import { PublishedStatement, type SiteId } from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { signDocument } from "@sedge/transparency/publish";
import { EDGE, Statement } from "@sedge/transparency/statement";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { signerOf } from "../../transparency/test/operators.ts";

const headers = { authorization: `Bearer ${env.OPERATOR_KEY}`, "content-type": "application/json" };

/** A site's edge, as far as it publishes statements. */
export class SiteEdge {
  readonly site: SiteId;
  readonly signer = signerOf(EDGE, 2);

  constructor(site: SiteId) {
    this.site = site;
  }

  /** The answer to a question, or to a statement's note. */
  async answer(note?: string, seen = 0): Promise<Response> {
    const url = `https://aggregator.test${AGGREGATOR_ROUTES.statement.path.replace(":site", this.site)}`;
    const body = JSON.stringify({ ...(note === undefined ? {} : { note }), seen });
    return exports.default.fetch(new Request(url, { method: "POST", headers, body }));
  }

  async published(seen = 0): Promise<PublishedStatement> {
    return v.parse(PublishedStatement, await (await this.answer(undefined, seen)).json());
  }

  async #file(path: string): Promise<{ readonly body: unknown; readonly etag: string }> {
    const response = await exports.default.fetch(
      new Request(`https://aggregator.test/v1/sites/${this.site}/${path}`, { headers }),
    );
    return { body: await response.json(), etag: response.headers.get("etag") ?? "" };
  }

  /** What this edge would state next, of what the aggregator publishes; `changes` make it wrong. */
  async statement(changes: Partial<Statement> = {}): Promise<Statement> {
    const { next } = await this.published();
    const key = v.parse(v.object({ publicKey: v.string() }), (await this.#file("prf-keys/1")).body);
    const { body, etag } = await this.#file("codebook");
    const codebook = v.parse(v.object({ generation: v.number() }), body);
    const issued = Math.floor(Date.now() / 1_000);
    return v.parse(Statement, {
      kind: "sedge-statement/1",
      site: this.site,
      number: next.number,
      history: next.history,
      previousSize: next.previousSize,
      issued,
      expires: issued + 60 * 86_400,
      trustTier: "two-operator",
      minPeople: 50,
      policyVersion: "2026-11",
      policy: null,
      edge: toBase64url(this.signer.publicKey),
      epochs: [{ epoch: 1, edgeKey: toBase64url(new Uint8Array(32)), aggregatorKey: key.publicKey }],
      codebook: { generation: codebook.generation, hash: Buffer.from(etag.slice(1, -1), "hex").toString("base64url") },
      rounds: { minPeople: 500, rho: 0.02, delta: 1e-6, spreadSeconds: 900 },
      metrics: null,
      sdk: [],
      witnesses: [],
      ...changes,
    });
  }

  async publish(changes: Partial<Statement> = {}, signer = this.signer): Promise<Response> {
    return this.answer(await signDocument(await this.statement(changes), [signer]));
  }
}
