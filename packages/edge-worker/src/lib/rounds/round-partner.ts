import { Refusal } from "@sedge/operator";
import {
  type AbandonReason,
  type AcceptedSet,
  BallotShare,
  BatchVerdicts,
  MAX_BATCH_BYTES,
  type ProblemCode,
  type ReportBatch,
  type RoundId,
  type TaskRequest,
  TaskStanding,
  TaskTerms,
} from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { type AnswerLimits, type PairedAnswer, PairedOperator, retryAfterOf } from "../paired-operator.ts";
import type { EdgeEnv } from "../settings.ts";

/** Checking a batch takes some ten milliseconds a report; closing and opening, a message to each shard, noise, and a codebook. */
const LONG = { patience: 12, maxBytes: MAX_BATCH_BYTES };

/** The paired operator's calls for rounds. Every call may be repeated. @throws {Refusal} `aggregator-unavailable` from each */
export class RoundPartner {
  readonly #paired: PairedOperator;
  readonly #site: string;

  constructor(env: EdgeEnv, site: string) {
    this.#paired = new PairedOperator(env);
    this.#site = site;
  }

  /** The terms of a task, or the code of its refusal. */
  async open(request: TaskRequest): Promise<TaskTerms | ProblemCode> {
    const response = await this.#post(AGGREGATOR_ROUTES.openRound.path, request, LONG);
    const code = this.#paired.problem(response)?.code;
    if (code === "round-order" || code === "privacy-budget-spent") return code;
    return this.#paired.json(response, TaskTerms);
  }

  /** The terms of a window that goes on until the end of `last`; undefined if the partner does not let it. */
  async extend(round: RoundId, last: number): Promise<TaskTerms | undefined> {
    const response = await this.#post(pathOf("extendWindow", round), { last });
    const code = this.#paired.problem(response)?.code;
    return code === "round-order" || code === "no-round" ? undefined : this.#paired.json(response, TaskTerms);
  }

  /** Its part of a ballot. @throws {Refusal} `round-not-open`, `ballot-budget-spent` */
  async ballot(round: RoundId, blinded: string): Promise<BallotShare> {
    const response = await this.#post(pathOf("ballotShare", round), { blinded });
    const code = this.#paired.problem(response)?.code;
    if (code === "round-not-open") throw new Refusal(code);
    if (code === "ballot-budget-spent") throw Refusal.retryLater(code, retryAfterOf(response));
    return this.#paired.json(response, BallotShare);
  }

  /** A verdict for each report of a batch; undefined if it takes none of this round any more. */
  async check(round: RoundId, batch: ReportBatch): Promise<BatchVerdicts["verdicts"] | undefined> {
    const response = await this.#post(pathOf("checkBatch", round), batch, LONG);
    if (this.#paired.problem(response)?.code === "round-not-open") return undefined;
    const { verdicts } = this.#paired.json(response, BatchVerdicts);
    if (verdicts.length !== batch.reports.length) throw this.#paired.refused();
    return verdicts;
  }

  close(round: RoundId, accepted: AcceptedSet): Promise<TaskStanding | undefined> {
    return this.#end("closeRound", round, accepted);
  }

  /** @param sum - This operator's share with its noise, as the wire has it. */
  openSums(round: RoundId, sum: string): Promise<TaskStanding | undefined> {
    return this.#end("openSums", round, { sum });
  }

  abandon(round: RoundId, reason: AbandonReason): Promise<TaskStanding | undefined> {
    return this.#end("abandonRound", round, { reason });
  }

  /** The round's state at the partner; undefined if it is not known there. */
  async #end(route: RoundRoute, round: RoundId, body: object): Promise<TaskStanding | undefined> {
    const response = await this.#post(pathOf(route, round), body, LONG);
    if (this.#paired.problem(response)?.code === "no-round") return undefined;
    return this.#paired.json(response, TaskStanding);
  }

  #post(path: string, body: object, limits?: AnswerLimits): Promise<PairedAnswer> {
    return this.#paired.post(path, this.#site, body, limits);
  }
}

type RoundRoute = "ballotShare" | "checkBatch" | "closeRound" | "openSums" | "abandonRound" | "extendWindow";

function pathOf(route: RoundRoute, round: RoundId): string {
  return AGGREGATOR_ROUTES[route].path.replace(":round", round);
}
