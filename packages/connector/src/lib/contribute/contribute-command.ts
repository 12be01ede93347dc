import { asCommandError } from "../operators/operators-error.ts";
import { type Call, noPositional } from "../options.ts";
import { dryRun } from "../push/send/dry-run.ts";
import { PushSession } from "../push/push-session.ts";
import { ledgerFile, NO_LEDGER } from "../push/send/wire-ledger.ts";
import { stateCall } from "../push/state-call.ts";
import { STDERR, stageProgress } from "../progress/stage-progress.ts";
import type { Terminal } from "../terminal.ts";
import { contributionFigures, contributionJson } from "./contribution-figures.ts";
import { dryRound } from "./dry-round.ts";

/** `sedge contribute --channel CHANNEL …`. @throws CommandError */
export async function contributeCommand(call: Call, terminal: Terminal): Promise<void> {
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
