import { migrateKeysCommand } from "./lib/migrate-keys/migrate-keys-command.ts";
import { clustersCommand } from "./lib/clusters/clusters-command.ts";
import { clusterCommand } from "./lib/cluster/cluster-command.ts";
import { CommandError } from "./lib/command-error.ts";
import { modelsCommand } from "./lib/models/models-command.ts";
import { contributeCommand } from "./lib/contribute/contribute-command.ts";
import { landingLinksCommand } from "./lib/landing-links/landing-links-command.ts";
import { connectorKeyCommand } from "./lib/operators/connector-key-command.ts";
import { pushCommand } from "./lib/push/push-command.ts";
import { resolveCommand } from "./lib/resolve/resolve-command.ts";
import type { Terminal } from "./lib/terminal.ts";

export { CommandError, type CommandErrorCode } from "./lib/command-error.ts";
export type { Terminal } from "./lib/terminal.ts";

const USAGE = `sedge COMMAND

  models         train, measure and apply models          sedge models --help
  resolve        find the records that are one person's   sedge resolve --help
  cluster        learn clusters of points privately       sedge cluster --help
  push           push another channel's records           sedge push --help
  contribute     vote for people who agreed to learn      sedge contribute --help
  landing-links  make landing links for a mailing         sedge landing-links --help
  migrate-keys   move people to new PRF keys              sedge migrate-keys --help
  clusters       read the clusters of a channel's people  sedge clusters --help
  connector-key  make or show a connector's key           sedge connector-key --help

A call that cannot be answered ends with exit code 2 and one line on stderr, "code: sentence". The codes are stable.
Exit code 1 and the code "unexpected" mean a fault of the command itself.`;

type Command = (args: readonly string[], terminal: Terminal) => Promise<void>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["models", modelsCommand],
  ["resolve", resolveCommand],
  ["cluster", clusterCommand],
  ["push", pushCommand],
  ["contribute", contributeCommand],
  ["landing-links", landingLinksCommand],
  ["migrate-keys", migrateKeysCommand],
  ["clusters", clustersCommand],
  ["connector-key", connectorKeyCommand],
]);

const NAMES = [...COMMANDS.keys()].join(", ").replace(/, ([^,]+)$/, " and $1");

/**
 * Runs a command line. Resolves to the exit code: 0; 2 for a call that cannot be answered, which is said in one line that
 * starts with a stable code; 1 for a fault of the command itself.
 */
export async function sedgeCommand([name, ...args]: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    const command = COMMANDS.get(name ?? "");
    if (command) await command(args, terminal);
    else if (name === undefined || name === "--help") terminal.out(USAGE);
    else throw new CommandError("bad-call", `there is no command "${name}"; there are ${NAMES}.`);
    return 0;
  } catch (error) {
    if (error instanceof CommandError) {
      terminal.note(error.message);
      return 2;
    }
    terminal.note(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 1;
  }
}
