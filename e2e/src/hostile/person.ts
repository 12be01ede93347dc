import type { LinkKeys } from "@sedge/privacy/link-key";
import { ProfileExport } from "@sedge/protocol";
import * as v from "valibot";
import { addressOf } from "../edge-answer.ts";
import { envelope, type MessageContent, newId, type PageAction, proofAt, randomKeys } from "../signed-message.ts";
import { codeOf, exchange, faultOf, type RawAnswer } from "./exchange.ts";
import type { Random } from "./json-mutation.ts";

/** How long an operation is sent again before it counts as lost. */
const OUTBOX_MS = 120_000;

/**
 * A person who does nothing wrong: keys of their own, a codeword, and what the edge must say of them. An operation is sent again, with the
 * same ID, until it is answered, as an outbox does.
 */
export class Person {
  readonly keys: readonly [LinkKeys, LinkKeys];
  readonly #edgeUrl: string;
  readonly #headers: Readonly<Record<string, string>>;
  /** Tokens that the profile must have: none before the first link, or after the erasure. */
  linked: readonly LinkKeys[] = [];
  hasCodeword = false;

  private constructor(edgeUrl: string, keys: readonly [LinkKeys, LinkKeys], address: string) {
    this.#edgeUrl = edgeUrl;
    this.keys = keys;
    this.#headers = { "content-type": "application/json", "cf-connecting-ip": address };
  }

  static async arrive(edgeUrl: string, random: Random): Promise<Person> {
    const octet = () => Math.floor(random() * 250) + 1;
    const address = `198.19.${octet()}.${octet()}`;
    return new Person(edgeUrl, [await randomKeys(), await randomKeys()], address);
  }

  /** Signs and sends one operation until it is answered. `isPatient`: through restarts of the operators. */
  async #send(content: MessageContent & { readonly action: PageAction }, isPatient: boolean): Promise<RawAnswer> {
    const operation = { ...content, operationId: newId() };
    const endsAt = Date.now() + OUTBOX_MS;
    for (;;) {
      const body = await envelope({ proof: proofAt(this.#edgeUrl, content), ...operation });
      const url = addressOf(this.#edgeUrl, content.action);
      const answer = await exchange({ method: "POST", url, headers: this.#headers, body });
      const isWaiting = answer.status === "none" || answer.status === 503;
      if (!isWaiting || Date.now() > endsAt || (!isPatient && answer.status === "none")) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The person's next step, and what was wrong with its answer. */
  async step(random: Random, isPatient = false): Promise<string[]> {
    const [first, second] = this.keys;
    const [own] = this.linked;
    const codeword = { channel: "web", codeword: { generation: 0, path: "" } };
    const step = Math.floor(random() * 6);
    if (!own || step === 0) return this.#link(isPatient);
    if (step === 1 || step === 2) {
      const answer = await this.#send({ action: "assign", keys: [own], body: codeword }, isPatient);
      this.hasCodeword ||= answer.status === 200;
      return wrong("assign", answer);
    }
    if (step === 3 && random() < 0.3) {
      const answer = await this.#send({ action: "erase", keys: [first] }, isPatient);
      if (answer.status === 200) [this.linked, this.hasCodeword] = [[], false];
      // The next step of the same keys would be refused as older than the erasure, so the caller replaces the person.
      return wrong("erase", answer);
    }
    const reader = this.linked.includes(second) && random() < 0.5 ? second : first;
    return this.check(reader, isPatient);
  }

  async #link(isPatient: boolean): Promise<string[]> {
    const answer = await this.#send({ action: "link", keys: this.keys }, isPatient);
    if (answer.status === 200) this.linked = this.keys;
    return wrong("link", answer);
  }

  /** Whether the profile has this person's tokens and codewords, each once, and nobody else's. */
  async check(reader: LinkKeys = this.keys[0], isPatient = false): Promise<string[]> {
    const answer = await this.#send({ action: "export", keys: [reader] }, isPatient);
    if (this.linked.length === 0)
      return codeOf(answer) === "unknown-profile" ? [] : [`an erased person is answered ${short(answer)}`];
    if (answer.status !== 200) return wrong("export", answer);
    const profile = v.safeParse(v.pipe(v.string(), v.parseJson(), ProfileExport), answer.text);
    if (!profile.success) return [`an export is malformed: ${short(answer)}`];
    const { tokens, observations } = profile.output;
    const expected = this.linked.map(({ token }) => token).toSorted();
    const faults =
      tokens.toSorted().join() === expected.join()
        ? []
        : [`a profile has ${tokens.length} tokens, and should have ${expected.length}`];
    const count = this.hasCodeword ? 1 : 0;
    return observations.length === count
      ? faults
      : [...faults, `a profile has ${observations.length} codewords, not ${count}`];
  }
}

const short = ({ status, text }: RawAnswer) => `${status} ${text.slice(0, 160)}`;

/** A person who does nothing wrong is never refused. */
function wrong(action: string, answer: RawAnswer): string[] {
  if (answer.status === 200) return [];
  return [`${action} of a person is refused: ${faultOf(answer) ?? short(answer)}`];
}
