import { randomBytes } from "node:crypto";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { normaliseIdentifier, prfInput } from "@sedge/privacy/identifier";
import { deriveLinkKeys } from "@sedge/privacy/link-key";
import { blind, finalize } from "@sedge/privacy/prf";
import { type EpochKeys, type LinkToken, Manifest, PrfResponse, type PrfShare } from "@sedge/protocol";
import * as v from "valibot";
import { type Account, ACCOUNT_KINDS } from "./accounts.ts";

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));

/** What the login reads of the manifest. */
const Keys = v.pick(Manifest, ["prf", "policyVersion"]);
/** Where the shop's numbers are from: the same as its tag's `data-country`. */
const COUNTRY = "US";
/** Most tokens that one proof names. */
const MAX_TOKENS = 8;

/**
 * The link tokens of accounts. Both operators evaluate an identifier together, as for a page; the server remembers its token for as long
 * as the process runs. A shop with a connector has them from its pushes instead.
 */
export class LinkTokens {
  readonly #site: string;
  readonly #url: string;
  readonly #remembered = new Map<string, Promise<LinkToken>>();

  constructor(endpoint: string, site: string) {
    this.#site = site;
    this.#url = `${endpoint}/v1/sites/${site}`;
  }

  /** While keys rotate, those of both epochs. @throws Error if an operator cannot be reached, or did not use its published key. */
  async of({ identifiers }: Account): Promise<readonly LinkToken[]> {
    const { prf, policyVersion } = v.parse(Keys, await answerOf(await fetch(`${this.#url}/manifest`)));
    const epochs = prf.previous ? [prf, prf.previous] : [prf];
    const wanted = epochs.flatMap((keys) => [...identifiers].map((identifier) => ({ identifier, keys })));
    const tokens = wanted.slice(0, MAX_TOKENS).map(async ({ identifier, keys }) => {
      const name = `${keys.epoch} ${keys.edgeKey} ${identifier}`;
      const token = this.#remembered.get(name) ?? this.#evaluate(identifier, keys, policyVersion);
      this.#remembered.set(name, token);
      token.catch(() => this.#remembered.delete(name));
      return token;
    });
    return Promise.all(tokens);
  }

  async #evaluate(identifier: string, keys: EpochKeys, policyVersion: string): Promise<LinkToken> {
    const [kind = "", ...value] = identifier.split(":");
    const known = v.parse(v.picklist(ACCOUNT_KINDS), kind);
    const blinding = blind(prfInput(this.#site, known, normaliseIdentifier(known, value.join(":"), COUNTRY)), random);
    const receipt = { purposes: ["link"], policyVersion, day: new Date().toISOString().slice(0, 10) };
    const answer = await fetch(`${this.#url}/prf`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ epoch: keys.epoch, blinded: [toBase64url(blinding.blinded)], receipt }),
    });
    const { edge, aggregator } = v.parse(PrfResponse, await answerOf(answer));
    const [output] = finalize([blinding], [published(keys.edgeKey, edge), published(keys.aggregatorKey, aggregator)]);
    if (!output) throw new Error("The operators evaluated nothing.");
    return (await deriveLinkKeys(output, this.#site, keys.epoch)).token;
  }
}

async function answerOf(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error(`The edge answered ${answer.status}.`);
  return answer.json();
}

function published(publicKey: string, { evaluated, proof }: PrfShare) {
  return { publicKey: fromBase64url(publicKey), evaluated: evaluated.map(fromBase64url), proof: fromBase64url(proof) };
}
