import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuiltOperators, Seed } from "./built-worker.ts";
import { logKeyOf } from "./log-key.ts";
import { type Operator, operatorUrl, startOperator } from "./operator.ts";
import type { OperatorOrder } from "./operator-order.ts";
import { operatorSecrets } from "./operator-secrets.ts";
import { claimPort } from "./port.ts";

/** A budget of blinded elements and ballots that one machine with many simulated visitors never spends. */
const ENDLESS = "1000000000";
const ENDLESS_BUDGETS = Object.fromEntries([
  ["BALLOTS_PER_ADDRESS_PER_ROUND", ENDLESS],
  ...[
    "PRF_PAGE_ELEMENTS",
    "PRF_CONNECTOR_ELEMENTS",
    "PRF_ADDRESS_ELEMENTS",
    "REGISTRATIONS_PER_ADDRESS",
    "CONNECTOR_ITEMS",
    "CONNECTOR_READS",
    "CONNECTOR_EXPORTS",
  ].flatMap((spender) => ["MINUTE", "DAY"].map((period) => [`${spender}_PER_${period}`, ENDLESS])),
]);

/** The site that `npm start`, tests and benches use. No migration adds it, so that no deployment serves it. */
const DEMO_SITE = `INSERT OR IGNORE INTO sites (id, allowed_origins, min_people, policy_version)
  VALUES ('demo', '["http://localhost:*","http://127.0.0.1:*"]', 50, '2026-11')`;

/** Registers the demo site's login key. Its public key is base64url, so that it needs no quoting. */
function registerLoginKey(secret: string): string {
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.from(secret, "base64url")]);
  const { x } = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" })).export({ format: "jwk" });
  return `INSERT OR IGNORE INTO login_keys VALUES ('demo', '${x}', NULL)`;
}

/** What the edge's databases contain at the first start of operators with this login key. May run again. */
export function edgeSeed(loginKey: string): Seed {
  return { DB: [DEMO_SITE, registerLoginKey(loginKey)] };
}

export interface OperatorsOptions {
  /** The result of `buildOperators`, whose folder must still exist. Default: builds again, which takes some seconds. */
  readonly built?: BuiltOperators;
  /** Folder for the data of both. Default: a temporary folder that `stop` removes. */
  readonly persistTo?: string;
  /** Default: any free port. */
  readonly edgePort?: number;
  readonly aggregatorPort?: number;
  /** Vars that override the Workers' wrangler.jsonc, such as `{ TRUST_TIER: "two-operator" }`. */
  readonly edgeVars?: Readonly<Record<string, string>>;
  /** The aggregator's vars, which can be lists by name, such as `{ CHANNELS: { demo: ["web", "shop-till"] } }`. */
  readonly aggregatorVars?: Readonly<Record<string, string | Record<string, string[]>>>;
  /**
   * Whether the operators publish signed statements of the site in a log. Default: not, because a site that changes more than four
   * times a day, as tests do, does not state them all.
   */
  readonly log?: boolean;
  /** Requests per minute for every rate limit, for one machine with many simulated visitors. Default: as configured. */
  readonly rateLimit?: number;
  /** Whether to lift the budgets of the PRF and of visitors' ballots. Default: as configured, unless `rateLimit` is set. */
  readonly endlessBudgets?: boolean;
}

/** Both Workers, each in its own workerd process. The edge has the aggregator's URL. */
export interface Operators {
  readonly edgeUrl: string;
  readonly aggregatorUrl: string;
  readonly edge: Operator;
  readonly aggregator: Operator;
  /** Bearer tokens of the operators' consoles. */
  readonly edgeAdminKey: string;
  readonly aggregatorAdminKey: string;
  /** Verifier key of the log, as a page pins it; undefined where the operators keep none. */
  readonly logKey: string | undefined;
  /** Secret of the login key that is registered for the demo site. */
  readonly loginKey: string;
  stop(): Promise<void>;
}

/** Wrangler takes 1.5 seconds to load, so it is imported only for a build. */
async function builtIn(folder: string): Promise<BuiltOperators> {
  const { buildOperators } = await import("./build-operators.ts");
  return buildOperators(folder);
}

/** Starts both operators at the same time. If one fails to start, stops the other. */
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

/** Both operators run on loopback: a visitor of the demo does not wait 15 minutes to see a vote leave, and its rounds and windows have few people. */
const SMALL_TASKS = { LEARNING_MIN_SPREAD_SECONDS: "0", LEARNING_MIN_PEOPLE: "2" };

/**
 * Builds and starts both operators. Data, keys and logs are in one folder, and starting with the same folder restores the same
 * operators. Throws `PortTakenError` for a taken port, or an Error with the reason why a Worker did not start.
 */
export async function startOperators(options: OperatorsOptions = {}): Promise<Operators> {
  const folder = options.persistTo ?? (await mkdtemp(join(tmpdir(), "sedge-operators-")));
  const edgePort = await claimPort(options.edgePort);
  const aggregatorPort = await claimPort(options.aggregatorPort);
  const secrets = await operatorSecrets(folder);
  const { operatorKey, verifyKey, edgePrfSeed, aggregatorPrfSeed, edgeAdminKey, aggregatorAdminKey, loginKey } =
    secrets;
  const logSeed = (seed: string) => (options.log ? { LOG_SEED: seed } : {});
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
        VERIFY_KEY: verifyKey,
        PRF_SEED: aggregatorPrfSeed,
        ...logSeed(secrets.aggregatorLogSeed),
        ADMIN_KEY: aggregatorAdminKey,
        ...SMALL_TASKS,
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
        VERIFY_KEY: verifyKey,
        PRF_SEED: edgePrfSeed,
        ...logSeed(secrets.edgeLogSeed),
        ADMIN_KEY: edgeAdminKey,
        AGGREGATOR_URL: operatorUrl(aggregatorPort),
        ...SMALL_TASKS,
        // Simulated devices write their addresses themselves, as a proxy does.
        ADDRESS_FROM: "proxy",
        ...budgets,
        ...options.edgeVars,
      },
      seed: edgeSeed(loginKey),
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
    logKey: options.log ? logKeyOf(secrets.aggregatorLogSeed) : undefined,
    loginKey,
    stop: async () => {
      await Promise.all([edge.stop(), aggregator.stop()]);
      if (options.persistTo === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
