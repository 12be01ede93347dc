import { randomBytes } from "node:crypto";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { Operators } from "@sedge/testbed";
import {
  codes,
  codeword,
  connectorAddress,
  connectorEnvelope,
  deliver,
  readCluster,
  registeredConnector,
  type TestConnector,
} from "../delivery.ts";
import { addressOf, type EdgeAnswer } from "../edge-answer.ts";
import { envelope, type MessageContent, randomKeys } from "../signed-message.ts";
import { asksToWait, exchange, faultOf } from "./exchange.ts";
import { pick, type Random } from "./json-mutation.ts";

const WAYS = [
  "read-of-others",
  "other-channel",
  "own-key",
  "forged-item",
  "changed-items",
  "replay",
  "other-person",
  "many-items",
  "page-route",
] as const;
const HEADERS = { "content-type": "application/json" };

/** What the answer should not be: an applied message, or somebody's cluster. */
const applied = async (answer: Promise<EdgeAnswer>): Promise<string | undefined> => {
  const found: unknown = await codes(answer);
  return Array.isArray(found) && found.some((code) => code === undefined) ? "applied" : faultOfCodes(found);
};

/** Codes of refusals that name a fault of the edge. */
function faultOfCodes(found: unknown): string | undefined {
  return JSON.stringify(found).includes("internal-error") ? "internal-error" : undefined;
}

/**
 * A channel's system that is registered and does not keep to its channel: it reads and changes other channels' people, forges and replays. A
 * person of another channel must lose nothing, and its cluster must stay unread.
 */
export class ConnectorAttack {
  readonly #random: Random;
  readonly #till: TestConnector;
  readonly #mail: TestConnector;

  private constructor(random: Random, till: TestConnector, mail: TestConnector) {
    [this.#random, this.#till, this.#mail] = [random, till, mail];
  }

  static async prepare(operators: Operators, random: Random): Promise<ConnectorAttack> {
    const till = await registeredConnector(operators, "shop-till");
    return new ConnectorAttack(random, till, await registeredConnector(operators, "email"));
  }

  /** Resolves to the fault. */
  async attack(): Promise<string | undefined> {
    const person = await randomKeys();
    const known = JSON.stringify(await codes(deliver(this.#mail, [codeword("email", person)])));
    if (asksToWait(known)) return undefined;
    if (known !== "[null]") return `a delivery is refused: ${known}`;
    const way = pick(this.#random, WAYS);
    const fault = await this.#try(way, person);
    const { status, json } = await readCluster(this.#mail, person.token);
    if (status !== 200 && !asksToWait(JSON.stringify(json)))
      return `after ${way}, a person's own channel reads ${status}`;
    return fault && `a hostile connector, ${way}: ${fault}`;
  }

  async #try(way: (typeof WAYS)[number], person: LinkKeys): Promise<string | undefined> {
    const stranger = await randomKeys();
    const forged = { token: person.token, signingKey: stranger.signingKey };
    if (way === "read-of-others") {
      const { status, json } = await readCluster(this.#till, person.token);
      return status === 200 ? "reads another channel's person" : faultOfCodes(json);
    }
    if (way === "other-channel") return applied(deliver(this.#till, [codeword("email", stranger)]));
    if (way === "own-key") {
      const secret = new Uint8Array(randomBytes(32));
      return applied(deliver({ ...this.#till, secret }, [codeword("shop-till", stranger)]));
    }
    if (way === "forged-item") {
      const item: MessageContent = { action: pick(this.#random, ["unlink", "erase", "assign"]), keys: [forged] };
      return applied(
        deliver(this.#till, [item.action === "assign" ? { ...codeword("shop-till", person), keys: [forged] } : item]),
      );
    }
    if (way === "other-person") return applied(deliver(this.#till, [{ action: "link", keys: [stranger, forged] }]));
    if (way === "many-items") {
      const items = Array.from({ length: 600 }, () => JSON.parse("{}") as object);
      const connector = await connectorEnvelope(this.#till, "deliver", { digest: "x" });
      return this.#post(JSON.stringify({ connector, items }));
    }
    if (way === "page-route") {
      const connector = await connectorEnvelope(this.#till, "deliver", { digest: "x" });
      const url = addressOf(this.#till.edgeUrl, "erase");
      const answer = await exchange({ method: "POST", url, headers: HEADERS, body: JSON.stringify(connector) });
      return answer.status === 200 ? "a page's route accepts a connector" : faultOf(answer);
    }
    const item = { message: await envelope(codeword("shop-till", stranger)) };
    if (way === "changed-items") {
      const connector = await connectorEnvelope(this.#till, "deliver", { digest: "A".repeat(43) });
      return this.#post(JSON.stringify({ connector, items: [JSON.parse(item.message)] }));
    }
    // A connector's message is accepted once.
    const text = JSON.stringify(await connectorEnvelope(this.#till, "read", { token: person.token }));
    const url = connectorAddress(this.#till.edgeUrl, "exportClusters");
    const answers = [
      await exchange({ method: "POST", url, headers: HEADERS, body: text }),
      await exchange({ method: "POST", url, headers: HEADERS, body: text }),
    ];
    if (answers.some(({ status }) => status === 200)) return "an envelope counts for another action, or twice";
    return answers.map((answer) => faultOf(answer)).find((fault) => fault !== undefined);
  }

  /** Sends what must be refused. */
  async #post(body: string): Promise<string | undefined> {
    const url = connectorAddress(this.#till.edgeUrl, "deliver");
    const answer = await exchange({ method: "POST", url, headers: HEADERS, body });
    return answer.status === 200 ? "accepted" : faultOf(answer);
  }
}
