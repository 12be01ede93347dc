import { asCommandError } from "../operators/operators-error.ts";
import { type Call, noPositional, readCall, type Usage, usageOf } from "../options.ts";
import { DRY_RUN_OPTION } from "../push/push-call.ts";
import { dryRun } from "../push/send/dry-run.ts";
import { PushSession } from "../push/push-session.ts";
import { ledgerFile, NO_LEDGER } from "../push/send/wire-ledger.ts";
import { STATE_OPTIONS, stateCall } from "../push/state-call.ts";
import { STDERR, stageProgress } from "../progress/stage-progress.ts";
import type { Terminal } from "../terminal.ts";
import { contributionFigures, contributionJson } from "./contribution-figures.ts";
import { dryRound } from "./dry-round.ts";

const USAGE: Usage = {
  command: "contribute",
  purpose: `Takes part in the site's open round for everybody in the state of "sedge push" whose newest consent includes learn: once a
    round each, with the sum of their records on this channel. Each person's vote is made on this machine in two shares, of
    which neither reveals anything alone, paid from the person's own privacy budget (2 ε in 28 days), and sent by itself. The
    key needs the scope "contribute".`,
  options: [
    ...STATE_OPTIONS,
    {
      name: "wait",
      description:
        "stay until all is sent or the round is over; without it only what is due is sent, and a later call sends the rest",
    },
    DRY_RUN_OPTION,
    {
      name: "json",
      description: "one line of JSON: round, received, ended (by result), waiting, waitingUntil, unsent",
    },
  ],
  notes: `The first call draws ballots. Each vote is due at a random later time that the round bounds, so that the draw does not reveal
the vote. Repeat an interrupted call: it uses the same ballots and sends the same bytes, and nothing is paid twice. A profile
that had its ballot on another device or channel ("ballot-drawn") is counted, and is no error.`,
};

/** `sedge contribute --channel CHANNEL …`. @throws CommandError */
export async function contributeCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const call = readCall(args, USAGE.options);
  if (call.options["help"]) return terminal.out(usageOf(USAGE));
  noPositional(call);
  await asCommandError(() => contributeCall(call, terminal));
}

async function contributeCall(call: Call, { out, note }: Terminal): Promise<void> {
  const { operators, state, previousKey, ledger: file } = stateCall(call);
  const isDry = call.options["dry-run"] === true;
  const ledger = file === undefined || isDry ? NO_LEDGER : ledgerFile(file);
  const options = { ...operators, fetch, state, ledger, ...(previousKey && { previousKey }) };
  try {
    const session = isDry ? await dryRun(options, out, dryRound) : await PushSession.open(options);
    try {
      const waits = call.options["wait"] === true;
      const counts = await session.contribute({ waits, progress: progressOf(session) });
      if (isDry) return note(contributionFigures(counts, true).join("\n"));
      if (call.options["json"] === true) return out(contributionJson(counts));
      for (const line of contributionFigures(counts, false)) out(line);
    } finally {
      session.close();
    }
  } finally {
    ledger.close();
  }
}

function progressOf({ deps: { state } }: PushSession): (stage: "drawing" | "voting", people: number) => void {
  const bars = { drawing: stageProgress("drawing", STDERR), voting: stageProgress("voting", STDERR) };
  const { people } = state.people.countLearners();
  const done = { drawing: 0, voting: 0 };
  return (stage, more) => {
    done[stage] += more;
    const all = stage === "drawing" ? people : done.voting + state.contributions.due().waiting;
    bars[stage](done[stage] / Math.max(1, all));
  };
}
