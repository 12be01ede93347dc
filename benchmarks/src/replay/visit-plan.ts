import { seededRandom } from "@sedge/testbed";
import type { ClickSession } from "@sedge/models/clickstream";
import type { Product } from "@sedge/shop/catalogue";
import { itemMap } from "./item-map.ts";

/** The visitor's answer to the consent banner. */
export type Answer = "Accept all" | "Only on this device" | "Refuse";

/** A visit to replay: a recorded path through the shop, and further actions of the visitor. */
export interface VisitPlan {
  readonly answer: Answer;
  /** Products opened, in the recorded order. */
  readonly products: readonly Product[];
  /** Whether the visitor stays on the first page until the device has measured its backends, including WebGPU. */
  readonly lingers: boolean;
  /** Whether the shop allows only WebGPU. Otherwise the SDK uses the fastest measured backend. */
  readonly onWebgpu: boolean;
  /** Whether the visit waits until its vote in the current round is received. */
  readonly contributes: boolean;
  /** Signs in with these canaries, by number. */
  readonly signsIn: { readonly email: number; readonly phone: number } | undefined;
  /** Types a canary into the search field. */
  readonly searches: boolean;
  /** Adds the last product to the cart, and types canaries into every field of the checkout. */
  readonly buys: boolean;
}

/** July only: the models and the prior codebook were trained on April to June. */
const REPLAYED_MONTH = 7;

const REFUSE_SHARE = 0.04;
const DEVICE_ONLY_SHARE = 0.06;
/** Measuring a software WebGPU takes seconds, so only a few visits do it. */
const LINGER_SHARE = 0.05;
/** A software WebGPU is never the fastest, so the SDK uses it only when it is the only one allowed: three in ten visits. */
const WEBGPU_SHARE = 0.3;
const SIGN_IN_SHARE = 0.2;
const SEARCH_SHARE = 0.15;
const BUY_SHARE = 0.12;

function answerOf(draw: number): Answer {
  if (draw < REFUSE_SHARE) return "Refuse";
  return draw < REFUSE_SHARE + DEVICE_ONLY_SHARE ? "Only on this device" : "Accept all";
}

/** `count` different values in random order (the start of a Fisher-Yates shuffle). */
function sample<Value>(values: readonly Value[], count: number, random: () => number): Value[] {
  const pool = [...values];
  return Array.from({ length: Math.min(count, pool.length) }, (_, index) => {
    const other = index + Math.floor(random() * (pool.length - index));
    const [chosen, moved] = [pool[other], pool[index]];
    if (chosen === undefined || moved === undefined) throw new RangeError("The sample left its pool.");
    pool[other] = moved;
    return chosen;
  });
}

/**
 * Chooses `count` recorded visits of July and plans the visitors' actions, the same for the same seed.
 * @param learn - Every visitor accepts all and contributes to the current round.
 */
export function planVisits(sessions: readonly ClickSession[], count: number, seed: number, learn = false): VisitPlan[] {
  const random = seededRandom(seed);
  const productOf = itemMap(sessions);
  const july = sessions.filter(({ month }) => month === REPLAYED_MONTH);
  return sample(july, count, random).map(({ clicks }): VisitPlan => {
    const answered = answerOf(random());
    const answer = learn ? "Accept all" : answered;
    const mayLink = answer === "Accept all";
    const signsIn = random() < SIGN_IN_SHARE && mayLink;
    const [email, phone] = [Math.floor(random() * 4), Math.floor(random() * 4)];
    return {
      answer,
      products: clicks.map(productOf),
      lingers: random() < LINGER_SHARE && answer !== "Refuse",
      onWebgpu: random() < WEBGPU_SHARE,
      contributes: learn,
      signsIn: signsIn ? { email, phone } : undefined,
      searches: random() < SEARCH_SHARE,
      buys: random() < BUY_SHARE,
    };
  });
}

/**
 * Recorded visits of July for simulated devices, so that there are `people` in total with the `count` visits that
 * {@link planVisits} chooses for the same seed. The two sets do not overlap.
 */
export function planSimulatedDevices(
  sessions: readonly ClickSession[],
  count: number,
  people: number,
  seed: number,
): readonly ClickSession[] {
  const july = sessions.filter(({ month }) => month === REPLAYED_MONTH);
  return sample(july, people, seededRandom(seed)).slice(count);
}
