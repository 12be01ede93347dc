import { parseArgs } from "node:util";
import { usageOf } from "@sedge/connector/command-line";

export const USAGE = usageOf("npm run bench -- edge", {
  purpose: `Requests per second of each edge-worker endpoint on workerd (without the wrangler dev proxy), compared with a minimal Hono app
("hello") on the same workerd in the same run: each round runs each endpoint right after the hello. Afterwards the bench checks status
and body of every answer; an unexpected answer ends it.`,
  options: [
    { name: "seconds", value: "N", description: "seconds of load per endpoint and round, 0.2 to 5", default: "1" },
    { name: "rounds", value: "N", description: "number of rounds, 1 to 9", default: "3" },
    {
      name: "connections",
      value: "N",
      description: "kept-alive connections under load, 1 to 256",
      default: "16",
    },
    { name: "json", description: "print only the last line, JSON" },
  ],
});

export interface EdgeOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly json: boolean;
}

function within(name: string, text: string, least: number, most: number, isWhole: boolean): number {
  const value = Number(text);
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? "a whole number" : "a number";
  throw new RangeError(`--${name} must be ${kind} from ${least} to ${most}, not "${text}".`);
}

/** Reads the command line; returns `help` for --help. @throws Error with the reason */
export function edgeOptions(args: readonly string[]): EdgeOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "1" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "16" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    seconds: within("seconds", values.seconds, 0.2, 5, false),
    rounds: within("rounds", values.rounds, 1, 9, true),
    connections: within("connections", values.connections, 1, 256, true),
    json: values.json,
  };
}
