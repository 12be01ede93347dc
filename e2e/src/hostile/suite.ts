import { setTimeout as wait } from "node:timers/promises";
import { type BuiltOperators, type Operators, seededRandom, startOperators } from "@sedge/testbed";
import { storedRows } from "@sedge/testbed/stored-rows";
import { addressOf } from "../edge-answer.ts";
import { brokenInvariants, unfinished } from "../identity-invariants.ts";
import { rememberLoginKey } from "../login-keys.ts";
import { envelope, proofAt, randomKeys } from "../signed-message.ts";
import { type BrokenOperator, startBrokenOperator } from "./broken-operator.ts";
import { ConnectorAttack } from "./connector-attack.ts";
import { exchange, faultOf } from "./exchange.ts";
import { FuzzMaterial, fuzzRequest } from "./fuzz-requests.ts";
import { GuestAttack } from "./guest-attack.ts";
import type { HostileOptions, Part } from "./hostile-options.ts";
import type { Random } from "./json-mutation.ts";
import { logFaults } from "./log-faults.ts";
import { Person } from "./person.ts";

const ATTACKERS = 8;
const REST_MS = 30_000;

/** What a part did. */
export interface PartResult {
  readonly part: Part;
  readonly attacks: number;
  readonly kills: number;
  readonly steps: number;
  /** What should not have happened, without duplicates. */
  readonly faults: readonly string[];
}

interface Play {
  readonly operators: Operators;
  readonly random: Random;
  readonly proxy: BrokenOperator | undefined;
}

/** One attack of a part. Resolves to its fault. */
type Attack = () => Promise<string | undefined>;

async function attackOf(part: Part, { operators, random }: Play): Promise<Attack> {
  const { edgeUrl } = operators;
  const headers = { "content-type": "application/json", "cf-connecting-ip": "203.0.113.7" };
  if (part === "fuzz") {
    let material = await FuzzMaterial.make(operators, random);
    let sent = 0;
    return async () => {
      // Signed messages go stale after five minutes.
      if (++sent % 5_000 === 0) material = await FuzzMaterial.make(operators, random);
      const request = fuzzRequest(operators, material, random);
      const answer = await exchange(request);
      if (request.isCut && answer.status === "none") return undefined;
      const fault = faultOf(answer, request.method);
      return fault && `${request.method} ${new URL(request.url).pathname.slice(0, 80)}: ${fault}`;
    };
  }
  if (part === "guest") {
    const guest = await GuestAttack.prepare(operators, random);
    return () => guest.attack();
  }
  if (part === "connector") {
    const connector = await ConnectorAttack.prepare(operators, random);
    return () => connector.attack();
  }
  if (part === "operator") {
    const urls = ["manifest", "prf"] as const;
    const prf = JSON.stringify({ epoch: 1, blinded: ["4kxeD0I8BDZ0xJUlLYyUqgTjvXDeUvOTnpf1KGJKTFU"], receipt: {} });
    return async () => {
      const route = urls[random() < 0.5 ? 0 : 1] ?? "manifest";
      const method = route === "prf" ? "POST" : "GET";
      return faultOf(
        await exchange({ method, url: addressOf(edgeUrl, route), headers, body: method === "GET" ? "" : prf }),
      );
    };
  }
  const keys = await Promise.all(Array.from({ length: 8 }, () => randomKeys()));
  return async () => {
    const signers = keys.filter(() => random() < 0.4).slice(0, 4);
    if (signers.length === 0) return undefined;
    const action = random() < 0.7 ? "link" : "unlink";
    const content = { action, keys: signers } as const;
    const text = await envelope({ ...content, proof: proofAt(edgeUrl, content) });
    const forged = random() < 0.3 ? text.replace(/"signature":"./, '"signature":"_') : text;
    const url = addressOf(edgeUrl, action);
    // The second is a replay.
    const answers = [
      await exchange({ method: "POST", url, headers, body: forged }),
      await exchange({ method: "POST", url, headers, body: forged }),
    ];
    const replayed = answers[1]?.status === 200 ? "a replay was accepted" : undefined;
    return answers.map((answer) => faultOf(answer)).find((fault) => fault !== undefined) ?? replayed;
  };
}

/** Kills one of the Workers at a random moment, and starts it on the same state. */
async function kill({ operators, random }: Play): Promise<void> {
  await wait(random() * 800);
  const victim = random() < 0.7 ? operators.edge : operators.aggregator;
  await victim.kill();
  await victim.restart();
}

/** What the edge has stored that contradicts itself, once its sagas have ended. */
async function storedFaults({ edge }: Operators): Promise<string[]> {
  const endsAt = Date.now() + REST_MS;
  while (unfinished(storedRows(edge)).length > 0 && Date.now() < endsAt) await wait(250);
  const rows = storedRows(edge);
  return [...unfinished(rows).map((table) => `unfinished: ${table}`), ...brokenInvariants(rows)];
}

/**
 * Plays one part until its time or number is up, or several at once on the same operators, of which `kills` is none.
 * @param share - Called with the share that is done, 0 to 1.
 */
export async function playPart(
  parts: Part | readonly Part[],
  options: HostileOptions,
  share: (done: number) => void = () => undefined,
  built?: BuiltOperators,
): Promise<PartResult> {
  const all = typeof parts === "string" ? [parts] : parts;
  const [part = "visitor"] = all;
  const random = seededRandom(options.seed);
  const proxy = part === "operator" ? await startBrokenOperator(random, 0.5) : undefined;
  const operators = await startOperators({
    ...(built && { built }),
    ...(part === "visitor" ? {} : { rateLimit: 100_000_000 }),
    ...(proxy && { edgeVars: { AGGREGATOR_URL: proxy.url, AGGREGATOR_TIMEOUT_MS: "1000" } }),
  });
  rememberLoginKey(operators);
  proxy?.aim(operators.aggregatorUrl);
  const play: Play = { operators, random, proxy };
  const faults = new Set<string>();
  const counts = { attacks: 0, kills: 0, steps: 0 };
  try {
    const startedAt = Date.now();
    const most = part === "fuzz" ? options.requests : part === "kills" ? options.kills : Infinity;
    const done = () =>
      Math.max(
        (Date.now() - startedAt) / (options.minutes * 60_000),
        (part === "kills" ? counts.kills : counts.attacks) / most,
      );
    const isOver = () => done() >= 1;
    const live = async (): Promise<void> => {
      let person = await Person.arrive(operators.edgeUrl, random);
      while (!isOver()) {
        for (const fault of await person.step(random, part === "kills")) faults.add(fault);
        counts.steps++;
        if (person.linked.length === 0 || random() < 0.05) {
          for (const fault of await person.check(undefined, part === "kills")) faults.add(fault);
          person = await Person.arrive(operators.edgeUrl, random);
        }
      }
    };
    const attacks = part === "kills" ? [] : await Promise.all(all.map((one) => attackOf(one, play)));
    const harm = async (): Promise<void> => {
      while (!isOver()) {
        const attack = attacks[counts.attacks % attacks.length];
        if (attack) {
          counts.attacks++;
          const fault = await attack();
          if (fault) faults.add(fault);
        } else {
          await kill(play);
          counts.kills++;
          if (counts.kills % 10 === 0) for (const fault of await storedFaults(operators)) faults.add(fault);
        }
        share(Math.min(1, done()));
      }
    };
    const people = Array.from({ length: options.people }, live);
    await Promise.all([...people, ...Array.from({ length: attacks.length > 0 ? ATTACKERS : 1 }, harm)]);
    for (const fault of await storedFaults(operators)) faults.add(fault);
    for (const fault of logFaults(operators.edge, "the edge")) faults.add(fault);
    for (const fault of logFaults(operators.aggregator, "the aggregator")) faults.add(fault);
    return { part, ...counts, faults: [...faults] };
  } finally {
    await operators.stop();
    await proxy?.stop();
  }
}
