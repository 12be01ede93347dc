import { seededRandom } from "@sedge/testbed";
import type { ClickSession } from "@sedge/models/clickstream";
import type { Product } from "@sedge/shop/catalogue";
import { itemMap } from "./item-map.ts";

/** What a visitor answers to the banner. */
export type Answer = "Accept all" | "Only on this device" | "Refuse";

/** One visit to play: a recorded path through the shop, and what the visitor does beside it. */
export interface VisitPlan {
  readonly answer: Answer;
  /** Products opened, in the recorded order. */
  readonly products: readonly Product[];
  /** Stays on the first page until the device has measured its backends, WebGPU among them; others move on sooner. */
  readonly lingers: boolean;
  /** On a shop that tells the SDK to use WebGPU alone; elsewhere it uses what it measured to be fastest. */
  readonly onWebgpu: boolean;
  /** Waits until its vote in the running round is received. */
  readonly contributes: boolean;
  /** Signs in with planted identifiers, by their numbers among the canaries. */
  readonly signsIn: { readonly email: number; readonly phone: number } | undefined;
  /** Types planted text into the search field. */
  readonly searches: boolean;
  /** Puts the last product into the cart, and types planted text into every field of the checkout. */
  readonly buys: boolean;
}

/** July alone: the models and the prior codebook learnt from April to June. */
const REPLAYED_MONTH = 7;

const REFUSE_SHARE = 0.04;
const DEVICE_ONLY_SHARE = 0.06;
/** Measuring takes a software WebGPU seconds: a few visits do it for all. */
const LINGER_SHARE = 0.05;
/** A software WebGPU loses every measurement, so that only being told to makes the SDK use it: three visits in ten. */
const WEBGPU_SHARE = 0.3;
const SIGN_IN_SHARE = 0.2;
const SEARCH_SHARE = 0.15;
const BUY_SHARE = 0.12;

function answerOf(draw: number): Answer {
  if (draw < REFUSE_SHARE) return "Refuse";
  return draw < REFUSE_SHARE + DEVICE_ONLY_SHARE ? "Only on this device" : "Accept all";
}

/** `count` of the values, without repetition, in random order (the head of a Fisher-Yates shuffle). */
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
 * Chooses `count` recorded visits of July and says who does what in them; the same for the same seed.
 * @param learn - Everybody accepts all, and contributes to the round that runs.
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
 * Recorded visits of July for the devices without a browser, so that there are `people` with the `count` visits that
 * {@link planVisits} chooses for the same seed. None of them is one of those.
 */
export function planCrowd(
  sessions: readonly ClickSession[],
  count: number,
  people: number,
  seed: number,
): readonly ClickSession[] {
  const july = sessions.filter(({ month }) => month === REPLAYED_MONTH);
  return sample(july, people, seededRandom(seed)).slice(count);
}
