import { type Call, CommandError, neededOption, onlyPositional, type Terminal } from "@sedge/connector/command-line";
import { FollowedLog } from "./followed-log.ts";
import { LogAddress } from "./log-address.ts";
import { logKey } from "./log-key.ts";

/** Runs `sedge log verify`. @throws CommandError */
export async function logVerifyCommand(call: Call, terminal: Terminal): Promise<void> {
  const address = new LogAddress(onlyPositional(call, "the address of the log"));
  const log = new FollowedLog(address, logKey(neededOption(call, "log-key")));
  const checkpoint = await address.checkpoint();
  const findings = await log.follow(checkpoint);
  for (const finding of findings) terminal.out(finding);
  if (findings.length > 0) throw new CommandError("log-broken", `${findings.length} findings in ${log.size} entries.`);
  const root = Buffer.from(checkpoint.root).toString("base64");
  terminal.out(`${checkpoint.origin}: ${log.size} entries of ${log.sites} sites, root ${root}, no findings`);
}
