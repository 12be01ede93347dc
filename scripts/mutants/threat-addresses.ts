import { area } from "./mutant.ts";

/** Promises about what one network address may spend. */
export const threatAddresses = area("threat-addresses", [
  {
    id: "budget-forgotten-with-its-object",
    promise: "What an address has spent outlives the object that counts it.",
    file: "packages/operator/src/lib/prf/address-budget.ts",
    find: 'migrateSchema(storage, "address-budget", SCHEMA);',
    replace:
      'this.#sql.exec("DROP TABLE IF EXISTS address_spent");\n    for (const step of SCHEMA) this.#sql.exec(step);',
    killedBy: [
      "packages/operator/src/lib/prf/address-budget.test.ts",
      "packages/edge-worker/src/hostile/addresses.test.ts",
    ],
  },
  {
    id: "digests-of-yesterday",
    promise: "The digests of addresses go with the day.",
    file: "packages/operator/src/lib/prf/address-budget.ts",
    find: "DELETE FROM address_spent WHERE day <> ?",
    replace: "DELETE FROM address_spent WHERE day > ?",
    killedBy: ["packages/operator/src/lib/prf/address-budget.test.ts"],
  },
  {
    id: "free-ballots-for-new-keys",
    promise: "A page's ballot is charged to its address, also with a profile.",
    file: "packages/edge-worker/src/lib/rounds/round-routes.ts",
    find: "await spendVisitorBallot(context, current, seconds);\n    await honourSignal",
    replace: "await honourSignal",
    killedBy: ["packages/edge-worker/src/hostile/addresses.test.ts"],
  },
  {
    id: "networks-counted-apart",
    promise: "A /48 has a budget of its own.",
    file: "packages/operator/src/lib/prf/address-digest.ts",
    find: "return [subscriber, ...larger];",
    replace: "return [subscriber, ...larger.slice(2)];",
    killedBy: [
      "packages/operator/src/lib/prf/address-digest.test.ts",
      "packages/edge-worker/src/hostile/addresses.test.ts",
    ],
  },
  {
    id: "client-chooses-its-address",
    promise: "An address that a client wrote itself is not believed.",
    file: "packages/edge-worker/src/lib/rate-limit.ts",
    find: '"proxy" || context.req.raw.cf !== undefined',
    replace: '"proxy" || true',
    killedBy: ["packages/edge-worker/src/hostile/addresses.test.ts"],
  },
  {
    id: "elements-before-the-key",
    promise: "A connector's elements are decoded only for a registered key.",
    file: "packages/operator/src/lib/prf/evaluation.ts",
    find: 'if (caller.kind === "page") checkBlinded(blinded);',
    replace: "checkBlinded(blinded);",
    killedBy: ["packages/edge-worker/src/hostile/addresses.test.ts"],
  },
  {
    id: "address-fills-a-cell",
    promise: "A subscriber with an IPv4 address and a /48 casts fewer votes than a cell needs people.",
    file: "packages/operator/src/lib/prf/address-digest.ts",
    find: "const MOST_BALLOT_TIMES = 2;",
    replace: "const MOST_BALLOT_TIMES = 4;",
    killedBy: [
      "packages/operator/src/lib/round/round-settings.test.ts",
      "packages/edge-worker/src/hostile/addresses.test.ts",
    ],
  },
  {
    id: "ballots-of-an-address-are-not-kept",
    promise: "An address's ballots are counted in storage, over evictions.",
    file: "packages/edge-worker/src/lib/rounds/address-ballots.ts",
    find: "(drawn ?? 0) + 1,",
    replace: "1,",
    killedBy: ["packages/edge-worker/src/lib/rounds/address-ballots.test.ts"],
  },
  {
    id: "addresses-outlive-their-round",
    promise: "Digests of addresses are deleted with the round's end.",
    file: "packages/edge-worker/src/lib/rounds/round-keeper.ts",
    find: "    this.#addressBallots.clear(request.round);\n",
    replace: "",
    killedBy: ["packages/edge-worker/src/hostile/addresses.test.ts"],
  },
  {
    id: "digest-without-the-deployment",
    promise: "A stolen database is not sufficient to try addresses against the digests of a round.",
    file: "packages/edge-worker/src/lib/rounds/round-routes.ts",
    find: "roundAddressDigests(roundSeed(PRF_SEED, secret), addressOf(context))",
    replace: "roundAddressDigests(PRF_SEED ? secret : roundSeed(PRF_SEED, secret), addressOf(context))",
    killedBy: ["packages/edge-worker/src/hostile/addresses.test.ts"],
  },
]);
