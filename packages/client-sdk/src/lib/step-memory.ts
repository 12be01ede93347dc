import { PAGE_KINDS, type PageKind } from "@sedge/features";
import type { ShopStep } from "./capture/capture-context.ts";
import { listOf, oneOf, shape } from "./form.ts";

/** What has to be remembered from page to page. */
export interface StepMemory {
  /** Kind of the page that is open; null before the first. */
  readonly page: PageKind | null;
  /** Steps noted on it. */
  readonly here: readonly ShopStep[];
}

export const isStepMemory = shape<StepMemory>({
  page: oneOf(null, ...PAGE_KINDS),
  here: listOf(oneOf("checkout-start", "purchase")),
});

export const NO_STEPS: StepMemory = { page: null, here: [] };

const STEP_OF: { readonly [kind in PageKind]?: ShopStep } = { checkout: "checkout-start", confirmation: "purchase" };

/** Notes a step that a button or the site's code announced; null if this page has noted it already. */
export function noteStep(memory: StepMemory, step: ShopStep): StepMemory | null {
  return memory.here.includes(step) ? null : { ...memory, here: [...memory.here, step] };
}

/**
 * A page is entered. A checkout or confirmation page is a step by itself, unless the page before was of the same kind
 * (a reload, the checkout's second page) or its button announced the step.
 */
export function enterPage(memory: StepMemory, kind: PageKind): { memory: StepMemory; step: ShopStep | undefined } {
  const announced = STEP_OF[kind];
  const isNew = announced !== undefined && memory.page !== kind && !memory.here.includes(announced);
  const step = isNew ? announced : undefined;
  // The step counts as noted on the entered page either way, so that a call on it does not count it again.
  return { memory: { page: kind, here: announced ? [announced] : [] }, step };
}
