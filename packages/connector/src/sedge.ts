#!/usr/bin/env node
// The `sedge` command.
import { sedgeCommand } from "./sedge-command.ts";

process.exitCode = await sedgeCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
});
