import { PublishedStatement, type StatementRequest } from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { PairedOperator } from "../paired-operator.ts";
import type { EdgeEnv } from "../settings.ts";

/** The paired operator's call for statements. It may be repeated. */
export class StatementPartner {
  readonly #paired: PairedOperator;
  readonly #site: string;

  constructor(env: EdgeEnv, site: string) {
    this.#paired = new PairedOperator(env);
    this.#site = site;
  }

  /**
   * What the log has of the site, after it has taken the statement if one is given; undefined where the partner keeps no log, or
   * refuses the statement.
   *
   * @throws {Refusal} `aggregator-unavailable`
   */
  async published(request: StatementRequest): Promise<PublishedStatement | undefined> {
    const answer = await this.#paired.post(AGGREGATOR_ROUTES.statement.path, this.#site, request);
    const code = this.#paired.problem(answer)?.code;
    // An aggregator of the version before has no such address.
    if (code === "no-log" || code === "not-found" || code === "statement-refused") return undefined;
    return this.#paired.json(answer, PublishedStatement);
  }
}
