import * as v from "valibot";
import type { ConnectorLimits } from "./connector-limits.ts";
import type { ElementLimits } from "./element-window.ts";

/** The budgets of a site. `address` is missing at the aggregator, which sees no addresses. */
export interface PrfLimits {
  readonly pages: ElementLimits;
  readonly connector: ElementLimits;
  readonly address?: ElementLimits;
  /** Missing at the aggregator, which accepts no deliveries and serves no reads. */
  readonly calls?: ConnectorLimits;
}

/** A variable of the deployment: a whole number of elements, from 1. */
const elements = (usual: number) =>
  v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(1)), usual);

/**
 * The variables for the budgets that both operators keep, in blinded elements.
 *
 * - Pages, whose requests are not signed: 3,000 a minute, 500,000 a day. Trying a billion phone numbers takes 5 years.
 * - A connector key: 30,000 a minute, 5,000,000 a day, some hundred thousand records. Its owner has the records anyway;
 *   a thief of the key can try that many a day, and the operator sees it.
 */
export const PRF_BUDGET_SETTINGS = {
  PRF_PAGE_ELEMENTS_PER_MINUTE: elements(3_000),
  PRF_PAGE_ELEMENTS_PER_DAY: elements(500_000),
  PRF_CONNECTOR_ELEMENTS_PER_MINUTE: elements(30_000),
  PRF_CONNECTOR_ELEMENTS_PER_DAY: elements(5_000_000),
};
const Budgets = v.object(PRF_BUDGET_SETTINGS);

/**
 * And for a network address, which only the edge sees: 600 a minute, 10,000 a day. A household uses some tens a
 * day; an office or a mobile carrier's gateway some thousands.
 */
export const ADDRESS_BUDGET_SETTINGS = {
  PRF_ADDRESS_ELEMENTS_PER_MINUTE: elements(600),
  PRF_ADDRESS_ELEMENTS_PER_DAY: elements(10_000),
};
const AddressBudgets = v.object(ADDRESS_BUDGET_SETTINGS);

/**
 * Tokens that pages of a network address may register, which need no evaluation where a page makes up its keys: 600 a minute, 3,000 a
 * day. Each may add some 25 KB of state. A person who signs in registers two.
 */
export const REGISTRATION_SETTINGS = {
  REGISTRATIONS_PER_ADDRESS_PER_MINUTE: elements(600),
  REGISTRATIONS_PER_ADDRESS_PER_DAY: elements(3_000),
};
const Registrations = v.object(REGISTRATION_SETTINGS);

/** The settings' budget of registrations of an address. */
export function registrationLimits(settings: v.InferOutput<typeof Registrations>): ElementLimits {
  return {
    perMinute: settings.REGISTRATIONS_PER_ADDRESS_PER_MINUTE,
    perDay: settings.REGISTRATIONS_PER_ADDRESS_PER_DAY,
  };
}

/** The settings' budgets of pages and connectors. */
export function prfLimits(settings: v.InferOutput<typeof Budgets>): PrfLimits {
  return {
    pages: { perMinute: settings.PRF_PAGE_ELEMENTS_PER_MINUTE, perDay: settings.PRF_PAGE_ELEMENTS_PER_DAY },
    connector: {
      perMinute: settings.PRF_CONNECTOR_ELEMENTS_PER_MINUTE,
      perDay: settings.PRF_CONNECTOR_ELEMENTS_PER_DAY,
    },
  };
}

/** The settings' budget of an address. */
export function addressLimits(settings: v.InferOutput<typeof AddressBudgets>): ElementLimits {
  return { perMinute: settings.PRF_ADDRESS_ELEMENTS_PER_MINUTE, perDay: settings.PRF_ADDRESS_ELEMENTS_PER_DAY };
}
