import { area } from "./mutant.ts";

export const rounds = area("rounds", [
  {
    id: "receipt-linkable",
    promise: "A contribution's receipt says nothing that links it to a person.",
    file: "packages/contribution/src/lib/unlinkable-receipt.ts",
    find: 'purposes: ["classify", "learn"]',
    replace: 'purposes: ["classify", "link", "learn"]',
    killedBy: ["packages/contribution/src/lib/unlinkable-receipt.test.ts"],
  },
  {
    id: "expensive-round",
    promise: "A device does not vote in a round that its budget does not allow.",
    file: "packages/contribution/src/lib/entry.ts",
    find: 'if (askBudget(budget, spending).result !== "granted") {',
    replace: 'if (askBudget(budget, spending).result === "known") {',
    killedBy: ["packages/contribution/src/lib/entry.test.ts"],
  },
  {
    id: "terms-cost-unstated",
    promise: "A round whose stated cost is not its noise's is refused.",
    file: "packages/edge-worker/src/lib/rounds/acceptable-terms.ts",
    find: "return isAsked && isStated && isOwnKey",
    replace: "return isAsked && isOwnKey",
    killedBy: ["packages/edge-worker/src/lib/rounds/acceptable-terms.test.ts"],
  },
  {
    id: "terms-too-expensive",
    promise: "A round that costs more than was asked for is refused.",
    file: "packages/edge-worker/src/lib/rounds/acceptable-terms.ts",
    find: "isOwnKey && terms.rho <= rhoOf(request.epsilon, delta) * (1 + SLACK)",
    replace: "isOwnKey",
    killedBy: ["packages/edge-worker/src/lib/rounds/acceptable-terms.test.ts"],
  },
  {
    id: "terms-other-key",
    promise: "A round with another edge ballot key is refused.",
    file: "packages/edge-worker/src/lib/rounds/acceptable-terms.ts",
    find: "isStated && isOwnKey &&",
    replace: "isStated &&",
    killedBy: ["packages/edge-worker/src/lib/rounds/acceptable-terms.test.ts"],
  },
  {
    id: "too-small-cell",
    promise: "A cell of fewer than k people is not answered.",
    file: "packages/edge-worker/src/lib/assignment.ts",
    find: "cell.count < site.minPeople",
    replace: "cell.count < 0",
    killedBy: ["packages/edge-worker/src/lib/assignment.test.ts"],
  },
]);
