import { readJson, Refusal, roundAddressDigests, sha256Hex } from "@sedge/operator";
import {
  type BallotKey,
  ballotKeyOf,
  ballotShare,
  isSpentBallot,
  reportShardOf,
  roundSeed,
  roundShardName,
  votesOf,
} from "@sedge/operator/rounds";
import { epsilonOf } from "@sedge/privacy/accountant";
import { PROFILE_SCHEMA } from "@sedge/features/profile";
import { fromBase64url } from "@sedge/privacy/base64url";
import {
  BallotRequest,
  type BallotResponse,
  Contribution,
  type ContributionResult,
  isOfWindow,
  type LinkToken,
  MAX_CONTRIBUTION_BYTES,
  type Round,
  type RoundId,
  type TaskTerms,
} from "@sedge/protocol";
import { BUDGET_SECONDS } from "@sedge/protocol/metric-plan";
import { codewordsForRound } from "../assignment.ts";
import { type MessageOf, readSigned, type SignedRequest } from "../signed-request.ts";
import type { EdgeContext } from "../context.ts";
import type { Identity } from "../identity/client/identity.ts";
import { currentCodewords } from "../identity/graph/profile.ts";
import { isGuest } from "../profile-export.ts";
import { registerSigners, type Sender } from "../profile-actions.ts";
import { checkVoteReceipt } from "../receipt-day.ts";
import { admitReceipt, honourSignal, keepReceipt } from "../receipts.ts";
import { type Rights, rightsOf } from "../rights/rights.ts";
import { addressOf } from "../rate-limit.ts";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import type { CurrentTask } from "./running-tasks.ts";
import { RoundPartner } from "./round-partner.ts";
import { roundKeeperOf } from "./rounds.ts";

/** How long after a round's deadline it is remembered who has drawn its ballot, in seconds: its end may take that long. */
const DRAWN_MEMORY_SECONDS = 2 * 86_400;

export async function answerRound(context: EdgeContext): Promise<Response> {
  const { current, spent } = await context.get("learning")();
  if (!current) throw new Refusal("no-round");
  const { rho, maxPeople: _maxPeople, shards: _shards, ...terms } = current.terms;
  const privacy = { rho, epsilon: epsilonOf(rho, terms.delta), spent };
  const answer: Round = { ...terms, state: "collecting", privacy };
  return context.json(answer, 200, { "cache-control": `public, max-age=${settingsOf(context.env).CACHE_SECONDS}` });
}

/** This operator's ballot key of the round. */
function keyOf(context: EdgeContext, { terms, secret }: CurrentTask): BallotKey {
  return ballotKeyOf(settingsOf(context.env).PRF_SEED, secret, context.get("site").id, terms.round);
}

/** The task that collects, if it is this one. @throws {Refusal} `round-not-open` */
async function collecting(context: EdgeContext, round: RoundId, now: number): Promise<CurrentTask> {
  const find = async (isFresh: boolean) => {
    const { current, windows } = await context.get("learning")(isFresh);
    return [current, ...windows].find((task) => task?.terms.round === round && now < task.terms.deadline);
  };
  // Another isolate may have announced a task, or extended one, that this one has not read yet.
  const task = (await find(false)) ?? (await find(true));
  if (!task) throw new Refusal("round-not-open");
  return task;
}

/** Both operators' parts of a ballot; this one's first, so that what is no element costs the other nothing. */
async function bothShares(context: EdgeContext, current: CurrentTask, blinded: string): Promise<BallotResponse> {
  const edge = ballotShare(keyOf(context, current), blinded);
  const partner = new RoundPartner(context.env, context.get("site").id);
  return { edge, aggregator: await partner.ballot(current.terms.round, blinded) };
}

/** @param now - Milliseconds since 1970. */
export async function answerVisitorBallot(context: EdgeContext, now: number): Promise<Response> {
  const { round, blinded, receipt } = await readJson(context.req.raw, BallotRequest);
  const site = context.get("site");
  checkVoteReceipt(receipt, site, now);
  const seconds = Math.floor(now / 1_000);
  const current = await collecting(context, round, seconds);
  await spendVisitorBallot(context, current, seconds);
  return context.json(await bothShares(context, current, blinded));
}

/** Longest `Retry-After` of a ballot that is refused, in seconds: only the next round helps. */
const MAX_BALLOT_WAIT_SECONDS = 86_400;

/** @param now - Seconds since 1970. @throws {Refusal} `ballot-budget-spent` */
async function spendVisitorBallot(context: EdgeContext, { terms, secret }: CurrentTask, now: number): Promise<void> {
  const { PRF_SEED, BALLOTS_PER_ADDRESS_PER_ROUND } = settingsOf(context.env);
  const networks = await roundAddressDigests(roundSeed(PRF_SEED, secret), addressOf(context));
  const keeper = roundKeeperOf(context.env, context.get("site").id);
  if (await keeper.drawForAddress(terms.round, networks, BALLOTS_PER_ADDRESS_PER_ROUND)) return;
  throw Refusal.retryLater("ballot-budget-spent", Math.min(MAX_BALLOT_WAIT_SECONDS, terms.deadline - now));
}

/**
 * The profile's one ballot, with its channels' codewords: the person's own device asks, as it asks for an export. A connector,
 * which draws ballots for its customers, learns of no other channel.
 * @param now - Milliseconds since 1970.
 */
export async function answerBallot(context: EdgeContext, identity: Identity, now: number): Promise<Response> {
  const signed = await readSigned(context, "ballot", identity, now);
  const { tokens, message } = signed;
  const rights = await rightsOf(context, identity, { tokens, proof: message.proof }, "read", now);
  const shares = await drawBallot(context, identity, signed, { isPage: true }, now);
  const codewords = await codewordsOf(context, identity, tokens[0], message.body.round, rights);
  return context.json({ ...shares, ...(codewords && { codewords }) } satisfies BallotResponse);
}

/**
 * Draws the profile's one ballot of a round, for a page or a connector. A guest device draws as a visitor does, within the budget of
 * its network address. What an owner of records has on file must be newer than a withdrawal.
 * @param now - Milliseconds since 1970.
 */
export async function drawBallot(
  context: EdgeContext,
  identity: Identity,
  signed: SignedRequest<MessageOf<"ballot">>,
  { isPage }: Sender,
  now: number,
): Promise<BallotResponse> {
  const { tokens, message, at, receiptSignatures: signatures } = signed;
  const { operationId, receipt, site, body } = message;
  const seconds = Math.floor(now / 1_000);
  const current = await collecting(context, body.round, seconds);
  // Keys cost a page nothing: each of its ballots is charged to its address, before anything of it is stored.
  if (isPage) {
    await spendVisitorBallot(context, current, seconds);
    await honourSignal(context.env.DB, site, tokens, receipt);
    await keepReceipt(context.env.DB, site, tokens, receipt, signatures);
  } else await admitReceipt(context.env.DB, site, tokens, receipt, { isSameDayEnough: false, signatures });
  await registerSigners(identity, signed, [tokens[0]]);
  const until = latestEnd(current.terms) + DRAWN_MEMORY_SECONDS;
  const draw = await identity.draw(tokens[0], body, until, { operationId, at });
  if (draw.state === "erased") throw new Refusal("erased-since");
  const isGranted = draw.ballot === "drawn" || (draw.ballot === "guest" && isPage);
  if (!isGranted) throw new Refusal("ballot-drawn");
  return bothShares(context, current, body.blinded);
}

/** When a task ends at the latest, in seconds since 1970: a window may be extended for 28 days. */
function latestEnd(terms: TaskTerms): number {
  return isOfWindow(terms) ? terms.first * terms.seconds + terms.seconds + BUDGET_SECONDS : terms.deadline;
}

/** The codewords of the profile's channels, in the round's codebook; undefined if that only has visits. */
async function codewordsOf(context: EdgeContext, identity: Identity, token: LinkToken, round: RoundId, rights: Rights) {
  const { current } = await context.get("learning")();
  if (current?.terms.round !== round || current.terms.measurement.featureSchema !== PROFILE_SCHEMA) return undefined;
  const profile = await identity.read(token);
  // A device that a landing link alone has joined may belong to anyone the e-mail was forwarded to.
  const part = profile && !isGuest(profile, token) ? rights.partOf(token, profile) : [];
  if (!profile || part.length === 0) return undefined;
  const observations = currentCodewords(profile.observations.filter((one) => part.includes(one.token)));
  return codewordsForRound(await context.get("files")(), context.get("site"), current.terms.generation, observations);
}

/** @param now - Milliseconds since 1970. */
export async function answerContribution(context: EdgeContext, now: number): Promise<Response> {
  const contribution = await readJson(context.req.raw, Contribution, MAX_CONTRIBUTION_BYTES);
  const { env } = context;
  const site = context.get("site");
  const { receipt, round, ballot, ...body } = contribution;
  checkVoteReceipt(receipt, site, now);
  const current = await collecting(context, round, Math.floor(now / 1_000));
  checkShape(current, site.id, body);
  if (!isSpentBallot(keyOf(context, current), ballot)) throw new Refusal("bad-ballot");
  const shard = await reportShardOf(ballot.nonce, current.terms.shards);
  const digest = await sha256Hex(new TextEncoder().encode(JSON.stringify([ballot, body])));
  const taken = await shardOf(env, site.id, round, shard).accept(ballot.nonce, digest, body);
  if (taken === "closed") throw new Refusal("round-not-open");
  if (taken === "spent") throw new Refusal("ballot-spent");
  const answer: ContributionResult = { round, state: "received" };
  return context.json(answer);
}

function shardOf({ REPORT_SHARD }: EdgeEnv, site: string, round: RoundId, shard: number) {
  return REPORT_SHARD.get(REPORT_SHARD.idFromName(roundShardName(site, round, shard)));
}

/** @throws {Refusal} `bad-contribution` */
function checkShape(
  { terms }: CurrentTask,
  site: string,
  { publicShare, edgeShare }: Pick<Contribution, "publicShare" | "edgeShare">,
): void {
  const { bytes } = votesOf(terms, site);
  const isShaped =
    fromBase64url(publicShare).length === bytes.publicShare && fromBase64url(edgeShare).length === bytes.edgeShare;
  if (!isShaped) throw new Refusal("bad-contribution");
}
