import * as v from "valibot";
import { Channel } from "../channel.ts";
import { MAX_TRANSITIONS } from "../channel-transition.ts";
import { ClusterId } from "../codebook.ts";
import { JOURNEY_STAGES, JourneyStage } from "../journey-stage.ts";
import { MAX_CONDITION_HOURS } from "../limits.ts";
import type { Term } from "./condition.ts";
import { parseCondition, type ParsedCondition } from "./parse-condition.ts";

const isChannel = (name: string | undefined) => v.is(Channel, name);
const isChannelOrAny = (name: string | undefined) => name === "any" || isChannel(name);
const CHANNELS = Channel.options.join(", ");

/** What names of a subject may be, and how to say it. Subjects that are not here take any name. */
const NAMES: Readonly<Record<string, readonly [is: (name: string) => boolean, expected: string]>> = {
  cluster: [(name) => v.is(ClusterId, name), "a cluster's ID, such as c3"],
  stage: [(name) => v.is(JourneyStage, name), `a stage: ${JOURNEY_STAGES.join(", ")}`],
  channel: [isChannel, `a channel: ${CHANNELS}`],
  seen: [isChannelOrAny, `a channel or any: ${CHANNELS}`],
};

/** What the codes of a subject may be, and the highest limit that it is compared with. */
const CODES: Readonly<Record<string, readonly [are: (codes: readonly string[]) => boolean, expected: string]>> = {
  cluster: [([channel, ...rest]) => isChannel(channel) && rest.length === 0, "`cluster.` and a channel"],
  "hours-since": [
    ([channel, ...rest]) => isChannelOrAny(channel) && rest.length === 0,
    "`hours-since.` and a channel or any",
  ],
  transitions: [
    ([from, to, ...rest]) => isChannel(from) && isChannel(to) && rest.length === 0,
    "`transitions.` and two channels, such as transitions.web.app",
  ],
};
const MAX_LIMITS: Readonly<Record<string, number>> = {
  "hours-since": MAX_CONDITION_HOURS,
  transitions: MAX_TRANSITIONS,
};

/** Names, codes and limits that the edge's facts can never have are mistakes: a rule that waits for them never fires. */
function mistake(term: Term): string | undefined {
  const [group = "", ...codes] = term.subject.split(".");
  const [areCodes, expectedCodes] = CODES[group] ?? [];
  if (codes.length > 0 && areCodes && !areCodes(codes)) return `\`${term.subject}\` is not ${expectedCodes ?? ""}`;
  if (term.op === "is") {
    const [isName, expected] = NAMES[group] ?? [];
    const wrong = isName && term.names.find((name) => !isName(name));
    return wrong === undefined ? undefined : `\`${wrong}\` is not ${expected ?? ""}`;
  }
  const most = MAX_LIMITS[group];
  if (most === undefined || (Number.isInteger(term.limit) && term.limit <= most)) return undefined;
  return `\`${term.subject}\` is compared with a whole number of at most ${most}`;
}

/** Parses a trigger rule's condition: the subjects are those that the edge knows, and so are names, codes and limits. */
export function parseTriggerCondition(text: string): ParsedCondition {
  return parseCondition(text, "edge", mistake);
}
