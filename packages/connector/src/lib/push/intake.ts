import { addTouch } from "@sedge/features/profile";
import { mapTerms } from "@sedge/linkage/record";
import { distinctTerms, type RecordTerms } from "@sedge/linkage/terms";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";
import { type ConsentReceipt, MAX_RECORD_SIGNATURES, MAX_SIGNATURES } from "@sedge/protocol";
import { addCounts, type IntakeCounts, noCounts } from "./intake-counts.ts";
import { prfOutputs } from "./prf-outputs.ts";
import type { ChannelRecord } from "./record/channel-record.ts";
import { consentDecision } from "./record/consent-decision.ts";
import { ConversationReader } from "./record/conversation-reader.ts";
import { type KnownIdentifier, knownIdentifiers, recordName } from "./record/known-identifier.ts";
import { personTerms } from "./record/person-terms.ts";
import type { Person } from "./state/people-rows.ts";
import type { Surroundings } from "./surroundings.ts";
import { withdraw } from "./withdraw.ts";

/** A record that may be used, and whose it is. */
interface Consented {
  readonly record: ChannelRecord;
  readonly receipt: ConsentReceipt;
  readonly known: readonly KnownIdentifier[];
  /** Of what else tells who it is; undefined where nothing does. */
  readonly terms: RecordTerms | undefined;
}

type Judged =
  | { readonly kind: "count"; readonly as: keyof IntakeCounts }
  | { readonly kind: "withdraw"; readonly record: ChannelRecord; readonly known: readonly KnownIdentifier[] }
  | ({ readonly kind: "use" } & Consented);

/** What the PRF gave, by the hashes of its inputs. */
type Outputs = ReadonlyMap<string, Uint8Array>;

/** Takes records into the state: who they are of, what they add up to, and what is to be said of it. */
export class Intake {
  readonly #around: Surroundings;
  readonly #conversations = new ConversationReader();
  /** People of the records that are being taken: each is written once. */
  readonly #held = new Map<string, Person>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /**
   * Takes records in, all of them or none. The operators are asked for the identifiers and terms that are new, blinded.
   *
   * @param also - What is noted together with them, such as how far a file was read.
   * @throws PrfError, OperatorsError; then nothing was taken.
   */
  async take(records: readonly ChannelRecord[], also: () => void = () => undefined): Promise<IntakeCounts> {
    const counts = noCounts();
    const judged = records.map((record) => this.#judge(record, counts));
    const outputs = await this.#evaluate(judged);
    this.#held.clear();
    this.#around.state.atomically(() => {
      const made = noCounts();
      for (const one of judged) {
        if (one.kind === "count") made[one.as] += 1;
        else if (one.kind === "withdraw") this.#withdraw(one.record, one.known, made);
        else this.#use(one, outputs, made);
      }
      for (const person of this.#held.values()) this.#around.state.people.write(person);
      also();
      addCounts(counts, made);
    });
    return counts;
  }

  #judge(record: ChannelRecord, counts: IntakeCounts): Judged {
    const { state, channel, operators, policyVersion, now } = this.#around;
    const { site } = operators;
    const decision = consentDecision(record, policyVersion, now());
    if (decision.verdict === "policy-outdated") return { kind: "count", as: "outdatedConsent" };
    const given = record.identifiers ?? {};
    const known = knownIdentifiers(given, { site, country: record.country, key: state.key });
    if (decision.verdict === "withdrawn") return { kind: "withdraw", record, known };
    if (decision.verdict !== "yes") {
      // Who agreed in this very record, and does no more, has withdrawn.
      const agreed = state.seen.said(this.#seenHash(record)) !== undefined;
      return agreed ? { kind: "withdraw", record, known } : { kind: "count", as: "withoutConsent" };
    }
    counts.unreadableIdentifiers +=
      Object.values(given).filter((raw) => raw !== undefined && raw !== "").length - known.length;
    const terms = personTerms(record);
    if (known.length === 0 && !terms) return { kind: "count", as: "nobodys" };
    const own = terms && recordName(known[0]?.name ?? `id:${record.id}`, site, channel, state.key);
    return { kind: "use", record, receipt: decision.receipt, known: own ? [...known, own] : known, terms };
  }

  #seenHash({ id }: ChannelRecord): string {
    return this.#around.state.key.hash("seen", id);
  }

  /** Whose record it is: that of the surest identifier, or of the next that is known. A phone says so only by itself. */
  #personOf(known: readonly KnownIdentifier[], record: ChannelRecord): string {
    const { state } = this.#around;
    const [surest] = known;
    if (!surest) return state.key.hash("record", `id:${record.id}`);
    for (const one of known) {
      if (one.kind === "phone" && one !== surest) continue;
      const row = state.identifiers.read(one.hash);
      if (row) return row.person;
    }
    return surest.hash;
  }

  /** Asks the operators for all that the records need and the state does not have in the present epoch. */
  async #evaluate(judged: readonly Judged[]): Promise<Outputs> {
    const { state, operators } = this.#around;
    const wanted = new Map<string, Uint8Array>();
    for (const one of judged) {
      if (one.kind !== "use") continue;
      for (const { hash, input } of one.known) {
        if (state.identifiers.read(hash)?.epoch !== operators.epoch) wanted.set(hash, input);
      }
      for (const term of one.terms ? distinctTerms(one.terms) : []) {
        const hash = state.key.hash("term", term);
        if (!state.terms.read(hash, operators.epoch)) wanted.set(hash, termInput(operators.site, term));
      }
    }
    const outputs = await prfOutputs(operators, [...wanted.values()]);
    return new Map([...wanted.keys()].map((hash, index) => [hash, outputs[index] ?? new Uint8Array()]));
  }

  #withdraw(record: ChannelRecord, known: readonly KnownIdentifier[], counts: IntakeCounts): void {
    counts.withdrawals += 1;
    const person = this.#personOf(known, record);
    const held = this.#held.get(person);
    if (held) this.#around.state.people.write(held);
    this.#held.delete(person);
    withdraw(this.#around, person, known);
  }

  #use({ record, receipt, known, terms }: Consented, outputs: Outputs, counts: IntakeCounts): void {
    const { state } = this.#around;
    const hash = this.#personOf(known, record);
    const days = [hash, ...known.map((one) => one.hash)].map((one) => state.withdrawn.day(one) ?? "");
    if (days.some((day) => day >= receipt.day)) {
      counts.withdrawnSince += 1;
      return;
    }
    const seenHash = this.#seenHash(record);
    const said = state.key.hash("said", JSON.stringify([known.map((one) => one.hash), record.person, receipt]));
    const saidBefore = state.seen.said(seenHash);
    counts[saidBefore === undefined ? "taken" : "repeated"] += 1;
    if (saidBefore === said) return;
    state.seen.write(seenHash, said);
    for (const one of [hash, ...known.map((each) => each.hash)]) state.withdrawn.drop(one);
    const person = this.#touched(
      this.#held.get(hash) ?? state.people.read(hash) ?? newPerson(hash, receipt),
      record,
      saidBefore === undefined,
    );
    const renewed = receipt.day > person.receipt.day ? { ...person, receipt } : person;
    const isNewEpoch = this.#register(known, hash, outputs);
    const fresh = isNewEpoch ? { ...renewed, codeword: null, fields: null, isDirty: true } : renewed;
    const described = terms && this.#described(fresh, known, terms, outputs, saidBefore !== undefined);
    this.#held.set(hash, described ?? this.#linked(fresh, known, isNewEpoch));
  }

  #touched(person: Person, { touch, turns }: ChannelRecord, isFirst: boolean): Person {
    if (!touch || !isFirst) return person;
    // What the system itself says goes before what its words say.
    const told = turns ? { ...this.#conversations.read(turns), ...touch } : touch;
    return { ...person, tally: addTouch(person.tally ?? undefined, told), isDirty: true };
  }

  /** Keeps what was evaluated. Returns whether any of it had been kept in another epoch. */
  #register(known: readonly KnownIdentifier[], person: string, outputs: Outputs): boolean {
    const { state, operators, previousEpoch } = this.#around;
    const { epoch } = operators;
    let isNewEpoch = false;
    for (const { hash, kind } of known) {
      const row = state.identifiers.read(hash);
      const output = outputs.get(hash);
      if (row?.epoch === epoch || !output) continue;
      // A person's record keeps its first name, whatever surer identifier is learnt of them.
      if (kind === "record" && !row && this.#ownName(person)) continue;
      if (row && row.epoch === previousEpoch) {
        // Signs beside the new key, so that the profile is carried over.
        const [old, opened] = [`${hash}@${row.epoch}`, state.key.open(hash, row.sealed)];
        if (opened) state.identifiers.write({ ...row, hash: old, sealed: state.key.seal(old, opened) });
      }
      isNewEpoch ||= row !== undefined;
      state.identifiers.write({
        hash,
        kind,
        person: row?.person ?? person,
        epoch,
        sealed: state.key.seal(hash, output),
      });
    }
    return isNewEpoch;
  }

  /** Has the identifiers said to be one person's, unless that was said. One by itself needs no saying. */
  #linked(person: Person, known: readonly KnownIdentifier[], isNewEpoch: boolean): Person {
    const { state } = this.#around;
    const hashes = known.filter(({ kind }) => kind !== "record").map(({ hash }) => hash);
    const old = isNewEpoch ? this.#leftBehind(hashes) : [];
    const isSaid = hashes.every((hash) => person.linked.includes(hash)) || hashes.length + person.linked.length < 2;
    if (isSaid && old.length === 0) return { ...person, linked: [...new Set([...person.linked, ...hashes])] };
    const linked = [...new Set([...hashes, ...old, ...person.linked])];
    const signers = linked.slice(0, MAX_SIGNATURES);
    state.outbox.write({
      person: person.hash,
      action: "link",
      operation: state.nextOperation(),
      signers,
      receipt: person.receipt,
    });
    return { ...person, linked: signers };
  }

  /** The same identifiers' rows of the epoch that is being left. */
  #leftBehind(hashes: readonly string[]): string[] {
    const { state, previousEpoch } = this.#around;
    if (previousEpoch === undefined) return [];
    return hashes.map((hash) => `${hash}@${previousEpoch}`).filter((hash) => state.identifiers.read(hash));
  }

  /**
   * Has the edge told how the person is described. A description takes the place of the one before, so one that knows less is
   * not sent, unless it is that record's own correction: then undefined.
   */
  #described(
    person: Person,
    known: readonly KnownIdentifier[],
    terms: RecordTerms,
    outputs: Outputs,
    isCorrection: boolean,
  ): Person | undefined {
    const { state } = this.#around;
    const others = known.filter(({ kind }) => kind !== "record");
    const digest = state.key.hash("fields", JSON.stringify(terms), ...others.map(({ hash }) => hash));
    const kinds = [...Object.keys(terms.fields), ...others.map(({ kind }) => kind)].toSorted();
    if (person.fields?.digest === digest) return person;
    if (!isCorrection && person.fields?.kinds.some((kind) => !kinds.includes(kind)) === true) return undefined;
    const { fields } = mapTerms(terms, (term) => this.#termToken(term, outputs));
    // Its own name first: by it the record is signed for.
    const own = this.#ownName(person.hash) ?? known.at(-1)?.hash ?? "";
    const signers = [own, ...others.map(({ hash }) => hash)].slice(0, MAX_RECORD_SIGNATURES);
    state.outbox.write({
      person: person.hash,
      action: "record",
      operation: state.nextOperation(),
      body: fields,
      signers,
      receipt: person.receipt,
    });
    return { ...person, fields: { digest, kinds }, linked: [...new Set([...person.linked, ...signers])] };
  }

  /** Hash of what signs for a person's record; undefined while there is none. */
  #ownName(person: string): string | undefined {
    const { state, operators } = this.#around;
    const rows = state.identifiers.ofPerson(person);
    return rows.find(({ kind, epoch }) => kind === "record" && epoch === operators.epoch)?.hash;
  }

  #termToken(term: string, outputs: Outputs): string {
    const { state, operators } = this.#around;
    const { site, epoch } = operators;
    const hash = state.key.hash("term", term);
    const sealed = state.terms.read(hash, epoch);
    const kept = sealed && state.key.open(hash, sealed);
    if (kept) return toBase64url(kept);
    const token = deriveRecordToken(outputs.get(hash) ?? new Uint8Array(), site, epoch);
    state.terms.write(hash, epoch, state.key.seal(hash, fromBase64url(token)));
    return token;
  }
}

function newPerson(hash: string, receipt: ConsentReceipt): Person {
  return { hash, tally: null, receipt, codeword: null, fields: null, linked: [], isDirty: true };
}
