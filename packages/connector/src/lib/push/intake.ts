import { addTouch } from "@sedge/features/profile";
import { mapTerms } from "@sedge/linkage/record";
import { distinctTerms, type RecordTerms } from "@sedge/linkage/terms";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";
import { type ConsentReceipt, MAX_RECORD_SIGNATURES } from "@sedge/protocol";
import { carried, inNewEpoch, ofOtherEpoch } from "./carried-identifiers.ts";
import { addCounts, type IntakeCounts, noCounts } from "./intake-counts.ts";
import { prfOutputs } from "./prf-outputs.ts";
import type { ChannelRecord } from "./record/channel-record.ts";
import { consentDecision, standingReceipt } from "./record/consent-decision.ts";
import { ConversationReader } from "./record/conversation-reader.ts";
import { type KnownIdentifier, knownIdentifiers, recordName } from "./record/known-identifier.ts";
import { personTerms } from "./record/person-terms.ts";
import { leftHash } from "./state/identifier-rows.ts";
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
    const changed = ofOtherEpoch(this.#around, hash, known);
    const isAgain = saidBefore === said;
    const isNothingNew = isAgain && changed.length === 0;
    if (isNothingNew && !terms) return;
    const person = this.#held.get(hash) ?? state.people.read(hash) ?? newPerson(hash, receipt);
    if (isNothingNew && !isOwed(person, terms, known)) return;
    state.seen.write(seenHash, said);
    for (const one of [hash, ...known.map((each) => each.hash)]) state.withdrawn.drop(one);
    const touched = this.#touched(person, record, saidBefore === undefined);
    const renewed = { ...touched, receipt: standingReceipt(touched.receipt, receipt) };
    const fresh = changed.length > 0 ? inNewEpoch(this.#around, renewed) : renewed;
    this.#register(known, hash, outputs);
    const isCorrection = saidBefore !== undefined && !isAgain;
    const described = terms && this.#described(fresh, known, terms, outputs, isCorrection);
    const all =
      changed.length > 0
        ? carried(this.#around, described ?? fresh, changed, this.#ownName(hash))
        : (described ?? fresh);
    this.#held.set(hash, described ? all : this.#linked(all, known));
  }

  #touched(person: Person, { touch, turns }: ChannelRecord, isFirst: boolean): Person {
    if (!touch || !isFirst) return person;
    // What the system itself says goes before what its words say.
    const told = turns ? { ...this.#conversations.read(turns), ...touch } : touch;
    return { ...person, tally: addTouch(person.tally ?? undefined, told), isDirty: true };
  }

  /** Keeps what was evaluated. */
  #register(known: readonly KnownIdentifier[], person: string, outputs: Outputs): void {
    const { state, operators, previousEpoch } = this.#around;
    const { epoch } = operators;
    for (const { hash, kind } of known) {
      const row = state.identifiers.read(hash);
      const output = outputs.get(hash);
      if (row?.epoch === epoch || !output) continue;
      // A person's record keeps its first name, whatever surer identifier is learnt of them.
      if (kind === "record" && !row && this.#ownName(person)) continue;
      if (row && row.epoch === previousEpoch) {
        // Signs beside the new key, so that the profile is carried over.
        const [old, opened] = [leftHash(hash, row.epoch), state.key.open(hash, row.sealed)];
        if (opened) state.identifiers.write({ ...row, hash: old, sealed: state.key.seal(old, opened) });
      }
      state.identifiers.write({
        hash,
        kind,
        person: row?.person ?? person,
        epoch,
        sealed: state.key.seal(hash, output),
      });
    }
  }

  /** Has the identifiers said to be one person's, unless that was said. One by itself needs no saying. */
  #linked(person: Person, known: readonly KnownIdentifier[]): Person {
    const { state } = this.#around;
    const hashes = known.filter(({ kind }) => kind !== "record").map(({ hash }) => hash);
    const linked = [...new Set([...hashes, ...person.linked])];
    const isSaid = hashes.every((hash) => person.linked.includes(hash)) || linked.length < 2;
    if (!isSaid) {
      state.outbox.write({
        person: person.hash,
        action: "link",
        // Beside what is still to be said of the others, where one message has no room for all.
        part: linked.length > MAX_RECORD_SIGNATURES ? (hashes[0] ?? "") : "",
        operation: state.nextOperation(),
        // Of no more can be said of which kind they are.
        signers: linked.slice(0, MAX_RECORD_SIGNATURES),
        receipt: person.receipt,
      });
    }
    return { ...person, linked };
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
    const kinds = kindsOf(terms, known);
    if (person.fields?.digest === digest) return person;
    if (!isCorrection && person.fields?.kinds.some((kind) => !kinds.includes(kind)) === true) return undefined;
    const body = mapTerms(terms, (term) => this.#termToken(term, outputs)).fields;
    // Its own name first: by it the record is signed for.
    const own = this.#ownName(person.hash) ?? known.at(-1)?.hash ?? "";
    const signers = [own, ...others.map(({ hash }) => hash)].slice(0, MAX_RECORD_SIGNATURES);
    state.outbox.write({
      person: person.hash,
      action: "record",
      operation: state.nextOperation(),
      body,
      signers,
      receipt: person.receipt,
    });
    const isDue = person.fields?.owed?.some((kind) => !kinds.includes(kind)) === true;
    const fields = { digest, kinds, ...(isDue && { owed: person.fields?.owed }) };
    return { ...person, fields, linked: [...new Set([...person.linked, ...signers])] };
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

/** Which fields and identifiers a description has. */
function kindsOf(terms: RecordTerms, known: readonly KnownIdentifier[]): string[] {
  const identifiers = known.filter(({ kind }) => kind !== "record").map(({ kind }) => kind);
  return [...Object.keys(terms.fields), ...identifiers].toSorted();
}

/** Whether a record that was counted describes its person as they were described before the keys rotated, and are not since. */
function isOwed({ fields }: Person, terms: RecordTerms | undefined, known: readonly KnownIdentifier[]): boolean {
  if (!fields?.owed || !terms) return false;
  const kinds = kindsOf(terms, known);
  return fields.owed.every((kind) => kinds.includes(kind));
}
