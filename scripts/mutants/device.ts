import { area } from "./mutant.ts";

const SDK = "packages/client-sdk/src/lib";
const CONTRIBUTION = "packages/contribution/src/lib";

export const device = area("device", [
  {
    id: "votes-in-dearer-round",
    promise: "The device does not vote in a round that costs more than the price of its ballot.",
    file: `${SDK}/worker/learning/learner.ts`,
    find: "if (costOf(round) > record.microEpsilon) {",
    replace: "if (false) {",
    killedBy: [`${SDK}/worker/learning/learner-distrust.test.ts`],
  },
  {
    id: "outdated-vote-given-up",
    promise: "A vote that an edge of a newer version refuses waits for newer code.",
    file: `${SDK}/worker/learning/learner.ts`,
    find: " && code !== OUTDATED",
    replace: "",
    killedBy: [`${SDK}/worker/learning/learner-interrupted.test.ts`],
  },
  {
    id: "deleted-before-settled",
    promise: "The outbox deletes an operation only after its result is stored.",
    file: `${SDK}/worker/outbox/outbox.ts`,
    find: "        await onSettled(operation, step.value);\n        await store.operations.delete(operationId);",
    replace: "        await store.operations.delete(operationId);\n        await onSettled(operation, step.value);",
    killedBy: [`${SDK}/worker/outbox/outbox.test.ts`],
  },
  {
    id: "old-page-keeps-sending",
    promise: "A page whose version the edge refuses stops sending.",
    file: `${SDK}/worker/outbox/outbox.ts`,
    find: "while (!this.#isOutdated) {",
    replace: "for (;;) {",
    killedBy: [`${SDK}/worker/outbox/outbox.test.ts`],
  },
  {
    id: "old-page-drops-queue",
    promise: "A queued erasure outlives a refusal of the page's version.",
    file: `${SDK}/worker/outbox/next-step.ts`,
    find: 'if (answer.code === OUTDATED) return { do: "stop" };',
    replace: "",
    killedBy: [`${SDK}/worker/outbox/next-step.test.ts`],
  },
  {
    id: "migrations-from-the-start",
    promise: "Stored state passes through each migration once, from its own version on.",
    file: `${SDK}/worker/storage/migrations.ts`,
    find: "MIGRATIONS.slice(fromVersion)",
    replace: "MIGRATIONS.slice(0, 1)",
    killedBy: [`${SDK}/worker/storage/migrations.test.ts`],
  },
  {
    id: "other-build-accepted",
    promise: "A page refuses a worker of another build.",
    file: `${SDK}/bridge/bridge.ts`,
    find: "if (build !== BUILD_ID) {",
    replace: 'if (build === "") {',
    killedBy: [`${SDK}/bridge/bridge.test.ts`],
  },
  {
    id: "delta-of-the-edge",
    promise: "A device computes a round's cost at its own δ where the edge names a larger one.",
    file: `${CONTRIBUTION}/entry.ts`,
    find: "Math.min(delta, MAX_DELTA)",
    replace: "delta",
    killedBy: [`${CONTRIBUTION}/entry.test.ts`],
  },
]);
