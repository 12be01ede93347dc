import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuiltOperators } from "./built-worker.ts";
import { type Operator, operatorUrl, startOperator } from "./operator.ts";
import type { OperatorOrder } from "./operator-order.ts";
import { operatorSecrets } from "./operator-secrets.ts";
import { claimPort } from "./port.ts";

/** Blinded elements and ballots that one machine, playing many visitors, never spends. */
const ENDLESS = "1000000000";
const ENDLESS_BUDGETS = Object.fromEntries(
  [
    "PRF_PAGE_ELEMENTS",
    "PRF_CONNECTOR_ELEMENTS",
    "PRF_ADDRESS_ELEMENTS",
    "BALLOTS_PER_ADDRESS",
    "CONNECTOR_ITEMS",
    "CONNECTOR_READS",
    "CONNECTOR_EXPORTS",
  ].flatMap((spender) => ["MINUTE", "DAY"].map((period) => [`${spender}_PER_${period}`, ENDLESS])),
);

export interface OperatorsOptions {
  /** What `buildOperators` made, its folder still there. Default: built anew, which takes some seconds. */
  readonly built?: BuiltOperators;
  /** Folder for the data of both. Without it a temporary one, removed by `stop`. */
  readonly persistTo?: string;
  /** Default: any free port. */
  readonly edgePort?: number;
  readonly aggregatorPort?: number;
  /** Vars over those of the Workers' wrangler.jsonc, such as `{ TRUST_TIER: "two-operator" }`. */
  readonly edgeVars?: Readonly<Record<string, string>>;
  /** The aggregator's may be lists by name, such as `{ CHANNELS: { demo: ["web", "shop-till"] } }`. */
  readonly aggregatorVars?: Readonly<Record<string, string | Record<string, string[]>>>;
  /** Requests a minute that every rate limit allows, where one machine plays many visitors. Default: as configured. */
  readonly rateLimit?: number;
  /** Whether the budgets of the PRF and of visitors' ballots are as good as none. Default: as configured, unless `rateLimit` is set. */
  readonly endlessBudgets?: boolean;
}

/** Both Workers, each on a workerd process of its own, the edge knowing the aggregator by URL. */
export interface Operators {
  readonly edgeUrl: string;
  readonly aggregatorUrl: string;
  readonly edge: Operator;
  readonly aggregator: Operator;
  /** Bearer tokens of the operators' own consoles. */
  readonly edgeAdminKey: string;
  readonly aggregatorAdminKey: string;
  stop(): Promise<void>;
}

/** Wrangler takes a second and a half to load, so only who builds loads it. */
async function builtIn(folder: string): Promise<BuiltOperators> {
  const { buildOperators } = await import("./build-operators.ts");
  return buildOperators(folder);
}

/** Starts two operators at once. Where one does not start, the other is stopped. */
async function startBoth(one: OperatorOrder, other: OperatorOrder): Promise<[Operator, Operator]> {
  const starts = [startOperator(one), startOperator(other)] as const;
  try {
    return await Promise.all(starts);
  } catch (error) {
    for (const start of await Promise.allSettled(starts)) {
      if (start.status === "fulfilled") await start.value.stop();
    }
    throw error;
  }
}

/**
 * Builds and starts both operators. Data, keys and logs live in one folder, so that the same folder brings the same
 * operators back. Throws `PortTakenError` for a taken port, and an Error that says why when a Worker does not start.
 */
export async function startOperators(options: OperatorsOptions = {}): Promise<Operators> {
  const folder = options.persistTo ?? (await mkdtemp(join(tmpdir(), "sedge-operators-")));
  const edgePort = await claimPort(options.edgePort);
  const aggregatorPort = await claimPort(options.aggregatorPort);
  const { operatorKey, edgePrfSeed, aggregatorPrfSeed, edgeAdminKey, aggregatorAdminKey } =
    await operatorSecrets(folder);
  const budgets = (options.endlessBudgets ?? options.rateLimit !== undefined) ? ENDLESS_BUDGETS : {};
  const data = (worker: string) => join(folder, worker);
  const built = options.built ?? (await builtIn(folder));
  const { rateLimit } = options;
  const [aggregator, edge] = await startBoth(
    {
      worker: built.aggregator,
      port: aggregatorPort,
      folder: data("aggregator"),
      bindings: {
        OPERATOR_KEY: operatorKey,
        PRF_SEED: aggregatorPrfSeed,
        ADMIN_KEY: aggregatorAdminKey,
        ...budgets,
        ...options.aggregatorVars,
      },
      rateLimit,
    },
    {
      worker: built.edge,
      port: edgePort,
      folder: data("edge-worker"),
      bindings: {
        OPERATOR_KEY: operatorKey,
        PRF_SEED: edgePrfSeed,
        ADMIN_KEY: edgeAdminKey,
        AGGREGATOR_URL: operatorUrl(aggregatorPort),
        ...budgets,
        ...options.edgeVars,
      },
      rateLimit,
    },
  );
  return {
    edgeUrl: edge.url,
    aggregatorUrl: aggregator.url,
    edge,
    aggregator,
    edgeAdminKey,
    aggregatorAdminKey,
    stop: async () => {
      await Promise.all([edge.stop(), aggregator.stop()]);
      if (options.persistTo === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
