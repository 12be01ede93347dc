import type { Operation } from "./operation.ts";

/** Most operations that wait at once. A device has one person and one channel, so more means a broken edge. */
export const MAX_WAITING = 100;

/** Whether every token of `inner` also signs `outer`. */
function signersWithin(inner: Operation, outer: Operation): boolean {
  const tokens = new Set(outer.keys.map(({ token }) => token));
  return inner.keys.every(({ token }) => tokens.has(token));
}

function isReplacedBy(older: Operation, newer: Operation): boolean {
  if (!signersWithin(older, newer)) return false;
  if (newer.action === "erase") return older.action !== "erase";
  if (newer.action === "assign") return older.action === "assign" && older.body.channel === newer.body.channel;
  return newer.action === "link" && older.action === "link";
}

/** Oldest first: a link goes before the assignment that rests on it. */
function inOrder(operations: readonly Operation[]): Operation[] {
  return operations.toSorted((a, b) => a.enteredAt - b.enteredAt);
}

/**
 * Ids of the waiting operations that have to go: those that a newer one makes pointless (an `assign` of the same
 * channel, a `link` that contains it, an `erase` of its tokens), and over the bound the oldest, erasures last of all.
 */
export function displaced(waiting: readonly Operation[]): string[] {
  const ordered = inOrder(waiting);
  const replaced = ordered.filter((older, at) => ordered.slice(at + 1).some((newer) => isReplacedBy(older, newer)));
  const kept = ordered.filter((operation) => !replaced.includes(operation));
  const byWorth = [
    ...kept.filter(({ action }) => action !== "erase"),
    ...kept.filter(({ action }) => action === "erase"),
  ];
  const tooMany = byWorth.slice(0, Math.max(0, kept.length - MAX_WAITING));
  return [...replaced, ...tooMany].map(({ operationId }) => operationId);
}

/**
 * The operations to send now, in order. A waiting operation delays the later ones of its tokens, which may depend on
 * it, and no others.
 */
export function due(waiting: readonly Operation[], nowMs: number): Operation[] {
  const held = new Set<string>();
  return inOrder(waiting).filter(({ keys, notBefore }) => {
    const isDue = notBefore <= nowMs && keys.every(({ token }) => !held.has(token));
    if (!isDue) for (const { token } of keys) held.add(token);
    return isDue;
  });
}
