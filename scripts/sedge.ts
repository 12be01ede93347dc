// npm run sedge -- …: the `sedge` command, run where npm was called, so that paths mean there what they say.
import { runProcess } from "../packages/connector/src/commands.ts";
import { SEDGE_COMMANDS } from "../packages/cli/src/sedge-command.ts";

process.chdir(process.env["INIT_CWD"] ?? process.cwd());
await runProcess("sedge", SEDGE_COMMANDS);
