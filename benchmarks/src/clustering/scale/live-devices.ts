import { ballotBody, contributionBody, type FullTerms, NATIVE_BALLOTS } from "@sedge/cli/full-device";
import { voteOf } from "@sedge/features/vote";
import { fromBase64url } from "@sedge/privacy/base64url";
import { cellSum } from "@sedge/privacy/contribution";
import { BallotResponse, type BallotShare, Manifest, Round, type RoundId, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";

/** The demo site's running round, and the data that devices need. */
export interface LiveRound {
  readonly url: string;
  readonly round: Round;
  readonly terms: FullTerms;
}

async function answered(request: Promise<Response>): Promise<unknown> {
  const response = await request;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

const MAX_TRIES = 6;
const FIRST_WAIT_MS = 1_000;

/** Retries with the same bytes after an operator failure, as a device does. Prints each failure on stderr. */
async function post(url: string, body: string): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    if (response.status < 500 || tries === MAX_TRIES) return answered(Promise.resolve(response));
    process.stderr.write(`${url} answered ${response.status}, try ${tries}: ${await response.text()}\n`);
    await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** (tries - 1)));
  }
}

const POLL_MS = 500;
/** An isolate may serve the previous round for some seconds. */
const PATIENCE_MS = 120_000;

/** The document of this round, once the edge serves it. */
async function documentOf(url: string, id: RoundId): Promise<Round> {
  for (const start = performance.now(); performance.now() - start < PATIENCE_MS;) {
    const response = await fetch(`${url}/round`);
    const round = response.ok ? v.parse(Round, await response.json()) : undefined;
    if (round?.round === id) return round;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error("the edge does not serve the round that it opened");
}

/** Reads a running round as a device does. */
export async function readRound(edgeUrl: string, site: string, id: RoundId): Promise<LiveRound> {
  const url = `${edgeUrl}/v1/sites/${site}`;
  const manifest = v.parse(Manifest, await answered(fetch(`${url}/manifest`)));
  const round = await documentOf(url, id);
  const terms: FullTerms = {
    site,
    round: round.round,
    cellSum: cellSum(shapeOfMeasurement(round.measurement), site, round.round),
    ballotKeys: {
      edge: fromBase64url(round.ballotKeys.edge),
      aggregator: fromBase64url(round.ballotKeys.aggregator),
    },
    sealKey: fromBase64url(round.sealKey),
    receipt: {
      purposes: ["classify", "learn"],
      policyVersion: manifest.policyVersion,
      day: new Date().toISOString().slice(0, 10),
    },
  };
  return { url, round, terms };
}

const evaluationOf = ({ evaluated, proof }: BallotShare) => ({
  evaluated: fromBase64url(evaluated),
  proof: fromBase64url(proof),
});

/** Draws a ballot over the network and makes a contribution of `point` with it, without sending it. */
export async function readyContribution({ url, round, terms }: LiveRound, point: readonly number[]): Promise<string> {
  const asked = NATIVE_BALLOTS.ask(terms.site, terms.round);
  const response = v.parse(BallotResponse, await post(`${url}/ballots`, ballotBody(terms, asked)));
  const answers = { edge: evaluationOf(response.edge), aggregator: evaluationOf(response.aggregator) };
  return contributionBody(terms, voteOf(round.measurement, point), NATIVE_BALLOTS, asked, answers);
}

/** Sends a contribution. Resolves once the edge has stored it. */
export async function sendContribution({ url }: LiveRound, body: string): Promise<void> {
  await post(`${url}/contributions`, body);
}

/** Runs work for every item, with limited concurrency. */
export async function sideBySide<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
