// npm run sedge -- …: the `sedge` command, run in the folder where npm was called, so that relative paths work.
import { runProcess } from "../packages/connector/src/commands.ts";
import { SEDGE_COMMANDS } from "../packages/cli/src/sedge-command.ts";

process.chdir(process.env["INIT_CWD"] ?? process.cwd());
await runProcess("sedge", SEDGE_COMMANDS);
