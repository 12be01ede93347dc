import { area } from "./mutant.ts";

export const wire = area("wire", [
  {
    id: "origin-prefix",
    promise: "An origin that only starts like an allowed one is refused.",
    file: "packages/edge-worker/src/lib/site.ts",
    find: "return origin === pattern;",
    replace: "return origin.startsWith(pattern);",
    killedBy: ["packages/edge-worker/src/lib/site.test.ts"],
  },
  {
    id: "origin-port",
    promise: "A port pattern allows digits alone.",
    file: "packages/edge-worker/src/lib/site.ts",
    find: "&& /^\\d{1,5}$/.test(origin.slice(host.length + 1))",
    replace: "",
    killedBy: ["packages/edge-worker/src/lib/site.test.ts"],
  },
  {
    id: "signature-unchecked",
    promise: "A message with a wrong signature is refused.",
    file: "packages/edge-worker/src/lib/signed-request.ts",
    find: "first === undefined || verdicts.includes(false)",
    replace: "first === undefined",
    killedBy: ["packages/edge-worker/src/lib/signed-request.test.ts"],
  },
  {
    id: "replay-unchecked",
    promise: "The same message a second time is refused.",
    file: "packages/edge-worker/src/lib/signed-request.ts",
    find: "if (!isFresh) throw",
    replace: "if (!isFresh && seconds < 0) throw",
    killedBy: ["packages/edge-worker/src/lib/identity/client/identity.test.ts"],
  },
  {
    id: "clock-unchecked",
    promise: "A message of another hour is refused.",
    file: "packages/edge-worker/src/lib/signed-request.ts",
    find: "  checkClock(message.issuedAt, seconds);\n",
    replace: "",
    killedBy: ["packages/edge-worker/src/lib/signed-request.test.ts"],
  },
]);
