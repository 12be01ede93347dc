import { runStep } from "./step.ts";
import { readTask } from "./task-call.ts";

readTask("npm run docs:api", {
  purpose: "Writes the API documentation of the client SDK to dist/api/.",
  options: [],
});

// Writes the documentation of the client SDK's public names to dist/api/.
process.exit(
  runStep({ name: "API documentation", command: ["node_modules/.bin/typedoc"], folder: "scripts/api-docs" }) ? 0 : 1,
);
