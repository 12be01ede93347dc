/** Most metrics of a plan: each costs a part of the budget. */
export const MAX_METRICS = 32;

/** Most windows of different lengths: a device votes in each by itself. */
export const MAX_PLAN_WINDOWS = 4;

/** Most buckets of all metrics of one window: a vote has at most 25 KB. */
export const MAX_WINDOW_BUCKETS = 1_024;

/** Most dimensions of one metric. */
export const MAX_METRIC_DIMENSIONS = 5;

/** Most values of one dimension. */
export const MAX_DIMENSION_VALUES = 256;

/** Most declared pages, and most forms. */
export const MAX_PLAN_PAGES = 64;

/** Most templates of one page. */
export const MAX_PAGE_TEMPLATES = 8;

/** Most steps of one form. */
export const MAX_FORM_STEPS = 16;

/** Longest name of a page, step, dimension or value, in characters: long enough for a name, too short for free text. */
export const MAX_LABEL_CHARS = 48;

/** Most ε that a device spends in any 28 days, on clusters and metrics together. */
export const MAX_DEVICE_EPSILON = 3;

/** The period of that budget, in seconds: 28 days. */
export const BUDGET_SECONDS = 2_419_200;

/** Shortest window, in seconds: a quarter of an hour. On a loopback address 60. */
export const MIN_WINDOW_SECONDS = 900;

/** Longest window, in seconds: a week. */
export const MAX_WINDOW_SECONDS = 604_800;

/** Fewest people in an opened window. On a loopback address 2. */
export const MIN_WINDOW_PEOPLE = 500;

/** Largest metric plan, in bytes: 1,024 buckets are named by far less. */
export const MAX_METRIC_PLAN_BYTES = 65_536;
