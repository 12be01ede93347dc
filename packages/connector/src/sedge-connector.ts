#!/usr/bin/env node
// The `sedge-connector` command.
import { CONNECTOR_COMMANDS, runProcess } from "./commands.ts";

await runProcess("sedge-connector", CONNECTOR_COMMANDS);
