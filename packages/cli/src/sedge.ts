#!/usr/bin/env node
// The `sedge` command.
import { runProcess } from "@sedge/connector/commands";
import { SEDGE_COMMANDS } from "./sedge-command.ts";

await runProcess("sedge", SEDGE_COMMANDS);
