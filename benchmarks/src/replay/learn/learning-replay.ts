import { type Operators, reachedDestination, type WireTap } from "@sedge/testbed";
import type { ClickSession } from "@sedge/models/clickstream";
import type { LiveRound } from "../../clustering/scale/live-devices.ts";
import type { OpenVisit } from "../visit.ts";
import type { VisitOutcome } from "../visit-report.ts";
import { contributionFigures, isContribution, ledgerFaults } from "./contribution-check.ts";
import { leftAtOperators } from "./left-behind.ts";
import type { LearningFigures, PublishedClusters } from "./learning-figures.ts";
import { closeLearningRound, type EndedRound, openLearningRound, servedClusters } from "./learning-round.ts";
import { isServed, movesOn } from "./moves-on.ts";
import { crowdContributes } from "./recorded-crowd.ts";

/** The share of all people below which the round would not be opened. */
const MIN_SHARE = 0.8;

/** A round that the replayed visits contribute to, with a crowd that contributes beside them. */
export interface RunningLearning {
  readonly live: LiveRound;
  readonly before: PublishedClusters;
  readonly crowd: number;
  /** Until the crowd has contributed. */
  readonly crowdIsDone: Promise<void>;
}

/** Opens the round and lets the crowd begin. @param visits - How many visits will be replayed. */
export async function beginLearning(
  operators: Operators,
  visits: number,
  crowd: readonly ClickSession[],
): Promise<RunningLearning> {
  const before = await servedClusters(operators.edgeUrl);
  const live = await openLearningRound(operators, Math.max(2, Math.floor(MIN_SHARE * (visits + crowd.length))));
  const crowdIsDone = crowdContributes(live, crowd);
  // What it fails of is told where it is awaited.
  crowdIsDone.catch(() => undefined);
  return { live, before, crowd: crowd.length, crowdIsDone };
}

/** What there is to see when the visits have been played. */
export interface PlayedVisits {
  readonly operators: Operators;
  readonly tap: WireTap;
  readonly outcomes: readonly VisitOutcome[];
  /** The one of them whose page is still open. */
  readonly staying: OpenVisit;
  /** Plays a further visit, which is not asked to contribute, and leaves its page open. */
  readonly openLater: () => Promise<OpenVisit>;
  /** Told what is waited for, in words. */
  readonly report: (line: string) => void;
}

/** What learning came to, and what has come of the page that stayed open and of the one that was opened afterwards. */
export interface EndedLearning {
  readonly figures: LearningFigures;
  readonly staying: VisitOutcome;
  readonly later: VisitOutcome | undefined;
}

/** Closes the round, waits for the next generation and for both pages to move to it, and looks at what is left. */
export async function endLearning(
  { live, before, crowd, crowdIsDone }: RunningLearning,
  { operators, tap, outcomes, staying, openLater, report }: PlayedVisits,
): Promise<EndedLearning> {
  if (crowd > 0) report("Waiting for the devices without a browser …");
  await crowdIsDone;
  report("Closing the round …");
  const round = await closeLearningRound(operators);
  const { generation } = round;
  if (generation !== null) report(`Generation ${generation} is published; waiting for the pages to move to it …`);
  const later = generation === null ? undefined : await laterVisit(operators, generation, openLater);
  const newPageGeneration = later && generation !== null ? await movesOn(later.visitor, generation) : null;
  const openPageGeneration = generation === null ? null : await movesOn(staying.visitor, generation);
  const sent = tap.to(operators.edgeUrl).filter((request) => reachedDestination(request) && isContribution(request));
  const ledgers = outcomes.map(({ ledger }) => ledger);
  const { counted, refused } = round;
  const { epsilon } = live.round.privacy;
  const found = {
    contributions: { ...contributionFigures(ledgers, sent), crowd, counted, refused },
    epsilon,
    delta: live.round.delta,
    end: round.end,
    before,
    after: generation === null ? null : await servedClusters(operators.edgeUrl),
    newPageGeneration,
    openPageGeneration,
    publishSeconds: round.seconds,
  };
  const bodies = sent.map(({ body }) => body.toString("utf8"));
  const faults = [
    ...ledgers.flatMap((ledger, index) => ledgerFaults(ledger, epsilon).map((fault) => `visit ${index + 1}: ${fault}`)),
    ...roundFaults(found, round, outcomes.length + crowd),
    ...leftAtOperators(operators, bodies),
  ];
  return {
    figures: { ...found, faults },
    staying: staying.visitor.outcome(await staying.visitor.settle()),
    later: later?.visitor.outcome(await later.visitor.settle()),
  };
}

async function laterVisit(
  operators: Operators,
  generation: number,
  openLater: () => Promise<OpenVisit>,
): Promise<OpenVisit> {
  await isServed(() => servedClusters(operators.edgeUrl), generation);
  return openLater();
}

/** What is wrong with a round's end. @param people - How many contributed. */
export function roundFaults(
  found: Pick<LearningFigures, "end" | "before" | "newPageGeneration" | "openPageGeneration">,
  { generation, counted, refused }: Pick<EndedRound, "generation" | "counted" | "refused">,
  people: number,
): string[] {
  if (generation === null) return [`no generation was published: ${found.end}`];
  return [
    ...(generation === found.before.generation + 1
      ? []
      : [`generation ${generation} came after ${found.before.generation}`]),
    ...(counted === people ? [] : [`${people} contributed, ${counted} were counted`]),
    ...(refused === 0 ? [] : [`${refused} contributions were refused`]),
    ...(found.newPageGeneration === generation ? [] : ["a page opened afterwards was not told of the new generation"]),
    ...(found.openPageGeneration === generation
      ? []
      : ["the page that stayed open did not move to the new generation"]),
  ];
}
