import { runStep } from "./step.ts";

process.exit(runStep({ name: "hostile", command: ["node", "e2e/src/hostile.ts", ...process.argv.slice(2)] }) ? 0 : 1);
