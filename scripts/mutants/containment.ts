import { area } from "./mutant.ts";

const EDGE = "packages/edge-worker/src";

/** What keeps one failure, or one hostile profile, from everybody else. */
export const containment = area("containment", [
  {
    id: "retirement-stops-the-others",
    promise: "A site's retirement that fails stops no other site's.",
    file: `${EDGE}/lib/retirement-work.ts`,
    find: 'writeLog({ event: "retirement-failed", site, ...describeError(error) });',
    replace: "throw error;",
    killedBy: [`${EDGE}/lib/scheduled.test.ts`],
  },
  {
    id: "job-stops-the-others",
    promise: "A scheduled job that fails stops no other.",
    file: `${EDGE}/lib/scheduled.ts`,
    find: '.catch((error: unknown) => writeLog({ event: "job-failed", ...describeError(error) }))',
    replace: "",
    killedBy: [`${EDGE}/lib/scheduled.test.ts`],
  },
  {
    id: "saga-holds-up-everybody",
    promise: "A saga that can't finish blocks only its own tokens.",
    file: `${EDGE}/lib/identity/sagas/shard-sagas.ts`,
    find: "    for (const token of tokens) {\n      const { arriving",
    replace:
      "    if (this.unfinished().failing > 0) return false;\n    for (const token of tokens) {\n      const { arriving",
    killedBy: [`${EDGE}/hostile/failed-sagas.test.ts`],
  },
  {
    id: "failed-move-kept",
    promise: "A move that fails before its component has arrived is given up.",
    file: `${EDGE}/lib/identity/sagas/shard-sagas.ts`,
    find: 'if (result === "failed" && this.#moves.giveUp(move)) this.#failures.delete(name);',
    replace: "",
    killedBy: [`${EDGE}/hostile/failed-sagas.test.ts`],
  },
  {
    id: "bundle-in-one-row",
    promise: "A component that leaves a shard is kept in rows of bounded size.",
    file: `${EDGE}/lib/identity/sagas/move.ts`,
    find: "export const MAX_PART_CHARS = 100_000;",
    replace: "export const MAX_PART_CHARS = 100_000_000;",
    killedBy: [`${EDGE}/hostile/failed-sagas.test.ts`],
  },
  {
    id: "repeated-link-kept",
    promise: "A link that says what links in effect say is not kept.",
    file: `${EDGE}/lib/identity/graph/component.ts`,
    find: "if (this.#isRepeat(operation)) return void this.#redundant.add(key);",
    replace: "",
    killedBy: [`${EDGE}/hostile/endless-history.test.ts`],
  },
  {
    id: "links-without-a-limit",
    promise: "A link that would give a component more operations or edges than it may have is refused.",
    file: `${EDGE}/lib/identity/operations/profile-operations.ts`,
    find: "      edges.length > mostEdges ||\n      links.length > most\n",
    replace: "      edges.length > Infinity ||\n      links.length > Infinity\n",
    killedBy: [`${EDGE}/hostile/endless-history.test.ts`],
  },
  {
    id: "ended-guest-stays",
    promise:
      "A guest device that signs for itself leaves the recipient's component, with all that it links itself with.",
    file: `${EDGE}/lib/identity/graph/component.ts`,
    find: "if (this.#ownSigners.has(device)) return void this.#redundant.add(operation.key);",
    replace: "if (this.#ownSigners.has(device)) return;",
    killedBy: [`${EDGE}/hostile/crowding-guest.test.ts`],
  },
  {
    id: "guest-counts-as-a-member",
    promise: "A guest device counts towards no limit of the recipient's.",
    file: `${EDGE}/lib/identity/operations/profile-operations.ts`,
    find: "const isOwn = (token: LinkToken) => !guests.has(token);",
    replace: "const isOwn = (_token: LinkToken) => guests.size >= 0;",
    killedBy: [`${EDGE}/hostile/crowding-guest.test.ts`],
  },
  {
    id: "registrations-free",
    promise: "A network address may register so many tokens a minute and a day.",
    file: `${EDGE}/lib/evaluation.ts`,
    find: 'if (waitSeconds !== undefined) throw Refusal.retryLater("rate-limited", waitSeconds);',
    replace: "",
    killedBy: [`${EDGE}/hostile/endless-state.test.ts`],
  },
  {
    id: "made-up-keys-stay",
    promise: "Keys that nobody uses and no channel knows expire.",
    file: `${EDGE}/lib/identity/sagas/expiry.ts`,
    find: "(day + profileDays <= today || (await this.#isVisitors(component, now)))",
    replace: "day + profileDays <= today",
    killedBy: [`${EDGE}/hostile/expiry.test.ts`],
  },
  {
    id: "known-people-expire",
    promise: "A person whom a channel knows does not expire.",
    file: `${EDGE}/lib/identity/sagas/expiry.ts`,
    find: "if (found.registered.length > 0 || found.landingLinks.length > 0) return false;",
    replace: "",
    killedBy: [`${EDGE}/hostile/expiry.test.ts`],
  },
  {
    id: "receipts-without-a-limit",
    promise: "A token has so many receipts at most.",
    file: `${EDGE}/lib/receipts.ts`,
    find: "WHERE place > ?3)",
    replace: "WHERE place > ?3 + 1000)",
    killedBy: [`${EDGE}/hostile/endless-state.test.ts`],
  },
]);
