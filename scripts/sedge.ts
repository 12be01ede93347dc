// npm run sedge -- …: the `sedge` command, run where npm was called, so that paths mean there what they say.
import { sedgeCommand } from "../packages/connector/src/sedge-command.ts";

process.chdir(process.env["INIT_CWD"] ?? process.cwd());
process.exitCode = await sedgeCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
});
