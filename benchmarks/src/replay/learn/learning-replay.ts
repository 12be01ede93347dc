import { type Operators, reachedDestination, type WireTap } from "@sedge/testbed";
import type { ClickSession } from "@sedge/models/clickstream";
import type { LiveRound } from "../../clustering/scale/live-devices.ts";
import type { OpenVisit } from "../visit.ts";
import type { VisitResult } from "../visit-report.ts";
import { contributionFigures, isContribution, ledgerFaults } from "./contribution-check.ts";
import { leftAtOperators } from "./left-behind.ts";
import type { LearningFigures, PublishedClusters } from "./learning-figures.ts";
import { closeLearningRound, type EndedRound, openLearningRound, servedClusters } from "./learning-round.ts";
import { isServed, movesOn } from "./moves-on.ts";
import { simulateContributions } from "./simulated-devices.ts";

/** Minimum share of all people for opening the round. */
const MIN_SHARE = 0.8;

/** A round with contributions of the replayed visits and of simulated devices. */
export interface RunningLearning {
  readonly live: LiveRound;
  readonly before: PublishedClusters;
  readonly simulatedDevices: number;
  /** Resolves when the simulated devices have contributed. */
  readonly devicesAreDone: Promise<void>;
}

/** Opens the round and starts the simulated devices. @param visits - The number of replayed visits. */
export async function beginLearning(
  operators: Operators,
  visits: number,
  simulatedDevices: readonly ClickSession[],
): Promise<RunningLearning> {
  const before = await servedClusters(operators.edgeUrl);
  const live = await openLearningRound(
    operators,
    Math.max(2, Math.floor(MIN_SHARE * (visits + simulatedDevices.length))),
  );
  const devicesAreDone = simulateContributions(live, simulatedDevices);
  // A failure is reported where the promise is awaited.
  devicesAreDone.catch(() => undefined);
  return { live, before, simulatedDevices: simulatedDevices.length, devicesAreDone };
}

/** The state after the visits. */
export interface PlayedVisits {
  readonly operators: Operators;
  readonly tap: WireTap;
  readonly results: readonly VisitResult[];
  /** The visit whose page is still open. */
  readonly staying: OpenVisit;
  /** Replays another visit without a contribution, and leaves its page open. */
  readonly openLater: () => Promise<OpenVisit>;
  /** Receives progress messages. */
  readonly report: (line: string) => void;
}

/** The results of learning, of the page that stayed open, and of the page opened afterwards. */
export interface EndedLearning {
  readonly figures: LearningFigures;
  readonly staying: VisitResult;
  readonly later: VisitResult | undefined;
}

/** Closes the round, waits until the next generation is published and both pages use it, and checks what remains stored. */
export async function endLearning(
  { live, before, simulatedDevices, devicesAreDone }: RunningLearning,
  { operators, tap, results, staying, openLater, report }: PlayedVisits,
): Promise<EndedLearning> {
  if (simulatedDevices > 0) report("Waiting for the devices without a browser …");
  await devicesAreDone;
  report("Closing the round …");
  const round = await closeLearningRound(operators);
  const { generation } = round;
  if (generation !== null) report(`Generation ${generation} is published; waiting for the pages to move to it …`);
  const later = generation === null ? undefined : await laterVisit(operators, generation, openLater);
  const newPageGeneration = later && generation !== null ? await movesOn(later.visitor, generation) : null;
  const openPageGeneration = generation === null ? null : await movesOn(staying.visitor, generation);
  const sent = tap.to(operators.edgeUrl).filter((request) => reachedDestination(request) && isContribution(request));
  const ledgers = results.map(({ ledger }) => ledger);
  const { counted, refused } = round;
  const { epsilon } = live.round.privacy;
  const found = {
    contributions: { ...contributionFigures(ledgers, sent), simulatedDevices, counted, refused },
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
    ...roundFaults(found, round, results.length + simulatedDevices),
    ...leftAtOperators(operators, bodies),
  ];
  return {
    figures: { ...found, faults },
    staying: staying.visitor.result(await staying.visitor.settle()),
    later: later?.visitor.result(await later.visitor.settle()),
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

/** Problems with a round's end. @param people - The number of contributors. */
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
    ...(found.newPageGeneration === generation ? [] : ["a page opened afterwards did not get the new generation"]),
    ...(found.openPageGeneration === generation
      ? []
      : ["the page that stayed open did not move to the new generation"]),
  ];
}
