import type { MetricRow, MetricTable } from "../estimate/metric-table.ts";

/** Results of one opened window, with what a reader has to know of it. */
export interface WindowResult {
  readonly site: string;
  /** Number of the metric plan that was asked. */
  readonly plan: number;
  /** Start and end, in seconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** Votes that were counted. */
  readonly votes: number;
  /** People that a vote stands for. */
  readonly weight: number;
  /** What the window cost each voter, at `delta`. */
  readonly epsilon: number;
  readonly delta: number;
  readonly tables: readonly MetricTable[];
}

/** A row as it is published: whole people, the interval rounded outwards, shares with four digits. */
export interface PublishedRow {
  readonly values: readonly string[];
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly isWide: boolean;
  readonly share: {
    readonly share: number | null;
    readonly low: number;
    readonly high: number;
    readonly isWide: boolean;
  } | null;
}

const SHARE_STEPS = 10_000;

/** Without the negative 0 that rounding makes. */
const whole = (value: number) => Math.round(value) + 0;

export function publishedRow({ values, count, low, high, isWide, share }: MetricRow): PublishedRow {
  return {
    values,
    count: whole(count),
    low: Math.floor(low),
    high: Math.ceil(high),
    isWide,
    share: share && {
      // Where noise hides the whole, there is no share.
      share: Number.isNaN(share.share) ? null : whole(share.share * SHARE_STEPS) / SHARE_STEPS,
      low: Math.floor(share.low * SHARE_STEPS) / SHARE_STEPS,
      high: Math.ceil(share.high * SHARE_STEPS) / SHARE_STEPS,
      isWide: share.isWide,
    },
  };
}

/** The JSON document of a window's results. */
export function resultJson(result: WindowResult): string {
  const tables = result.tables.map((table) => ({ ...table, rows: table.rows.map(publishedRow) }));
  return JSON.stringify({ ...result, tables });
}
