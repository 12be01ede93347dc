import { figure } from "./figure.ts";

/** A target: the value must be at most `most`, in `unit`. */
export interface Aim {
  readonly name: string;
  readonly value: number | null;
  readonly most: number;
  readonly unit: string;
}

/** Whether a target is met. Without a measurement it is not. */
export function isMet({ value, most }: Aim): boolean {
  return value !== null && value <= most;
}

/** A line such as `met     worker with TF.js and WebGPU: 81.2 of 90 KB`. */
export function aimLine(aim: Aim): string {
  return `${isMet(aim) ? "met   " : "MISSED"}  ${aim.name}: ${figure(aim.value)} of ${figure(aim.most)} ${aim.unit}`;
}
