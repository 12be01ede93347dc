import type { Status } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { facts } from "./section.ts";

const NAMES = { webgpu: "WebGPU", wasm: "WASM", cpu: "CPU" } as const;
const BACKENDS = ["webgpu", "wasm", "cpu"] as const;
const TIERS = {
  "single-operator": "one operator runs both halves",
  "two-operator": "two parties, neither can unmask you",
} as const;

const milliseconds = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;

/** Where the classifier runs, what was measured, where things are kept, and who runs the edge. */
export function drawMachine({ state, host, backend, storage, trustTier, problem }: Status): HTMLElement[] {
  if (!backend) return [element("p", { class: "quiet" }, state === "starting" ? "Starting …" : "Nothing runs.")];
  const measured = BACKENDS.flatMap((name): [string, string][] => {
    const median = backend.medianMs[name];
    const reason = backend.unavailable[name];
    if (median) return [[NAMES[name], `${milliseconds(median.row)} a row, ${milliseconds(median.batch)} for 256`]];
    return reason ? [[NAMES[name], reason]] : [];
  });
  const drawn = [
    facts([
      ["Runs in", host === "page" ? "the page itself" : "a worker"],
      ["In use", `${NAMES[backend.row]} for one row, ${NAMES[backend.batch]} for many`],
      ...measured,
      ["Kept in", storage === "memory" ? "memory, gone with this page" : "IndexedDB, on this device"],
      ["Operators", trustTier ? TIERS[trustTier] : "not asked yet"],
    ]),
  ];
  return problem ? [...drawn, element("p", { class: "problem" }, problem.message)] : drawn;
}
