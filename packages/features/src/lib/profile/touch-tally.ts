import * as v from "valibot";
import type { Touch } from "./touch.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const seen = v.strictObject({ known: count, yes: count });

/** What a channel's touches of one person add up to: all that its owner has to keep of them. Plain JSON. */
export const TouchTally = v.strictObject({
  touches: count,
  /** Of the touches with an amount: how many, and their sum. */
  paid: v.strictObject({ touches: count, sum: v.pipe(v.number(), v.finite(), v.minValue(0)) }),
  /** Touches by department; those of the departments beyond the first {@link MAX_DEPARTMENTS} together under "". */
  departments: v.array(v.strictObject({ name: v.string(), touches: count })),
  unresolved: seen,
  displeased: seen,
  opened: count,
  clicked: count,
  faults: count,
  /** Seconds since 1970 of the earliest and of the latest touch. */
  firstAt: v.number(),
  lastAt: v.number(),
});
export type TouchTally = v.InferOutput<typeof TouchTally>;

/** Departments that are counted separately; more add nothing to the breadth of purchases. */
const MAX_DEPARTMENTS = 32;

/** A tally with one more touch in it; the order of touches does not matter up to {@link MAX_DEPARTMENTS} departments. */
export function addTouch(tally: TouchTally | undefined, touch: Touch): TouchTally {
  const before = tally ?? emptyTally(touch.at);
  const { amount, isResolved, isDispleased, isOpened, isClicked, isFault } = touch;
  return {
    touches: before.touches + 1,
    paid: amount === undefined ? before.paid : { touches: before.paid.touches + 1, sum: before.paid.sum + amount },
    departments: withDepartment(before.departments, touch.department),
    unresolved: counted(before.unresolved, isResolved === undefined ? undefined : !isResolved),
    displeased: counted(before.displeased, isDispleased),
    // A click implies that the message was opened, even if its picture was blocked.
    opened: before.opened + Number(isOpened === true || isClicked === true),
    clicked: before.clicked + Number(isClicked === true),
    faults: before.faults + Number(isFault === true),
    firstAt: Math.min(before.firstAt, touch.at),
    lastAt: Math.max(before.lastAt, touch.at),
  };
}

function emptyTally(at: number): TouchTally {
  return {
    touches: 0,
    paid: { touches: 0, sum: 0 },
    departments: [],
    unresolved: { known: 0, yes: 0 },
    displeased: { known: 0, yes: 0 },
    opened: 0,
    clicked: 0,
    faults: 0,
    firstAt: at,
    lastAt: at,
  };
}

function withDepartment(departments: TouchTally["departments"], name: string | undefined): TouchTally["departments"] {
  if (name === undefined) return departments;
  const isNamed = departments.length < MAX_DEPARTMENTS || departments.some((one) => one.name === name);
  const department = isNamed ? name : "";
  const before = departments.find((one) => one.name === department)?.touches ?? 0;
  return [...departments.filter((one) => one.name !== department), { name: department, touches: before + 1 }];
}

function counted(before: v.InferOutput<typeof seen>, yes: boolean | undefined): v.InferOutput<typeof seen> {
  return yes === undefined ? before : { known: before.known + 1, yes: before.yes + Number(yes) };
}
