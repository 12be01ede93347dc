/** A box on the screen, as far as it matters to the visitor who looks at it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Less than this is no movement, in CSS pixels; the platform's own measure of layout shift takes 3. */
const MOVED_PX = 3;
/** Most neighbours that are looked at. */
const MAX_NEIGHBOURS = 200;

/** Whether any of a box is on a screen of this size. */
export function isSeen({ left, top, right, bottom }: Box, width: number, height: number): boolean {
  return right > left && bottom > top && right > 0 && bottom > 0 && left < width && top < height;
}

/**
 * Whether somebody who looks at a screen of this size sees a box move. One that appears or goes does not move; one that
 * grows pushes what follows, unless it ends below the screen.
 */
export function isMoved(before: Box, after: Box, isFrame: boolean, width: number, height: number): boolean {
  const wasSeen = isSeen(before, width, height);
  const isSeenNow = isSeen(after, width, height);
  // As the platform's measure has it, what is out of sight before or after has not been seen to move.
  if (!wasSeen || !isSeenNow) return isFrame && grows(before, after) && Math.min(before.bottom, after.bottom) < height;
  const starts = Math.max(Math.abs(before.left - after.left), Math.abs(before.top - after.top));
  if (starts >= MOVED_PX) return true;
  return isFrame && grows(before, after) && Math.min(before.bottom, after.bottom) < height;
}

function grows(before: Box, after: Box): boolean {
  const taller = Math.abs(before.bottom - before.top - (after.bottom - after.top));
  const wider = Math.abs(before.right - before.left - (after.right - after.left));
  return Math.max(taller, wider) >= MOVED_PX;
}

function boxes(parents: ReadonlySet<Element>): Map<Element, DOMRect> {
  const around = [...parents].flatMap((parent): Element[] => [
    parent,
    ...[...parent.children].slice(0, MAX_NEIGHBOURS),
  ]);
  return new Map(around.map((element) => [element, element.getBoundingClientRect()]));
}

/**
 * Makes a change to some elements, unless it moves what is on the screen: then it is undone before anybody has seen it. Says
 * whether it was kept. Takes two layouts, and a third where it is undone.
 *
 * @param changed - The elements that come or go; their parents and neighbours are looked at.
 */
export function changeIfStill(
  window: Window,
  changed: readonly Element[],
  change: () => void,
  undo: () => void,
): boolean {
  const parents = new Set<Element>(changed.flatMap(({ parentElement }) => parentElement ?? []));
  const before = boxes(parents);
  change();
  const { innerWidth, innerHeight } = window;
  const moved = [...boxes(parents)].some(([element, after]) => {
    const was = before.get(element);
    return was && !changed.includes(element) && isMoved(was, after, parents.has(element), innerWidth, innerHeight);
  });
  if (moved) undo();
  return !moved;
}
