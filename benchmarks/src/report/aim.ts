import { figure } from "./figure.ts";

/** What was wanted of a figure: at most `most`, in `unit`. */
export interface Aim {
  readonly name: string;
  readonly value: number | null;
  readonly most: number;
  readonly unit: string;
}

/** An aim that could not be measured is not met. */
export function isMet({ value, most }: Aim): boolean {
  return value !== null && value <= most;
}

/** A line such as `met     worker with TF.js and WebGPU: 81.2 of 90 KB`. */
export function aimLine(aim: Aim): string {
  return `${isMet(aim) ? "met   " : "MISSED"}  ${aim.name}: ${figure(aim.value)} of ${figure(aim.most)} ${aim.unit}`;
}
