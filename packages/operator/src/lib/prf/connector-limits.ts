import * as v from "valibot";
import type { ElementLimits } from "./element-window.ts";

/** Budgets of a connector's key besides evaluations. Only the edge serves these calls. */
export interface ConnectorLimits {
  /** Items delivered, repeats included. */
  readonly deliveries: ElementLimits;
  /** Clusters read one by one. */
  readonly reads: ElementLimits;
  /** Requests of exports, each of which answers up to some hundred thousand people. */
  readonly exports: ElementLimits;
}

/** What is counted of a connector's key. */
export type ConnectorSpending = keyof ConnectorLimits;

/** A variable of the deployment: a whole number, from 1. */
const times = (usual: number) =>
  v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(1)), usual);

/**
 * The variables for a connector key's budgets at the edge. An owner of ten million customers pushes all of them in a day; a
 * thief of a key that may read learns the clusters of tokens that its channel has registered, and not faster than this.
 */
export const CONNECTOR_BUDGET_SETTINGS = {
  CONNECTOR_ITEMS_PER_MINUTE: times(60_000),
  CONNECTOR_ITEMS_PER_DAY: times(10_000_000),
  CONNECTOR_READS_PER_MINUTE: times(6_000),
  CONNECTOR_READS_PER_DAY: times(500_000),
  CONNECTOR_EXPORTS_PER_MINUTE: times(60),
  CONNECTOR_EXPORTS_PER_DAY: times(1_000),
};
const Budgets = v.object(CONNECTOR_BUDGET_SETTINGS);

/** The settings' budgets. */
export function connectorLimits(settings: v.InferOutput<typeof Budgets>): ConnectorLimits {
  return {
    deliveries: { perMinute: settings.CONNECTOR_ITEMS_PER_MINUTE, perDay: settings.CONNECTOR_ITEMS_PER_DAY },
    reads: { perMinute: settings.CONNECTOR_READS_PER_MINUTE, perDay: settings.CONNECTOR_READS_PER_DAY },
    exports: { perMinute: settings.CONNECTOR_EXPORTS_PER_MINUTE, perDay: settings.CONNECTOR_EXPORTS_PER_DAY },
  };
}
