import type { Status } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { facts } from "./section.ts";

const NAMES = { webgpu: "WebGPU", wasm: "WASM", cpu: "CPU" } as const;
const BACKENDS = ["webgpu", "wasm", "cpu"] as const;
const TIERS = {
  "single-operator": "one operator runs both the edge and the aggregator",
  "two-operator": "two operators with separate keys; the site can still recognise its own customers",
} as const;

const milliseconds = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;

/** Where the classifier runs, its measured speed, its storage, and the operators. */
export function drawMachine({ state, host, backend, storage, trustTier, problem }: Status): HTMLElement[] {
  if (!backend) return [element("p", { class: "quiet" }, state === "starting" ? "Starting …" : "Not running.")];
  const measured = BACKENDS.flatMap((name): [string, string][] => {
    const median = backend.medianMs[name];
    const reason = backend.unavailable[name];
    if (median) return [[NAMES[name], `${milliseconds(median.row)} a row, ${milliseconds(median.batch)} for 256`]];
    return reason ? [[NAMES[name], reason]] : [];
  });
  const drawn = [
    facts([
      ["Runs in", host === "page" ? "the page itself" : "a worker"],
      ["Backend", `${NAMES[backend.row]} for one row, ${NAMES[backend.batch]} for a batch`],
      ...measured,
      ["Storage", storage === "memory" ? "memory, until you leave this page" : "IndexedDB, on this device"],
      ["Operators", trustTier ? TIERS[trustTier] : "not known yet"],
    ]),
  ];
  return problem ? [...drawn, element("p", { class: "problem" }, problem.message)] : drawn;
}
