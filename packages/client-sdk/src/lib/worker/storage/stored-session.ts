import { emptySession, Session } from "@sedge/features";
import * as v from "valibot";

/**
 * Version of the sessions that this code writes. A field that is renamed or changes its meaning raises it and adds a step
 * to `readStoredSession`; one that is added or removed needs neither.
 */
export const SESSION_VERSION = 1;

type Entries = Readonly<Record<string, unknown>>;

function isEntries(value: unknown): value is Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `stored` with the fields of `template`: one that is missing as the template has it, one that it lacks left out. */
function fitted(template: unknown, stored: unknown): unknown {
  if (stored === undefined) return template;
  if (!isEntries(template) || !isEntries(stored)) return stored;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fitted(value, stored[key])]));
}

/**
 * A session that another version of this code has stored. A count that it did not have yet is zero, one that this code
 * no longer knows is left out, and a part that can't be read begins again; undefined where it is no session at all.
 */
export function readStoredSession(stored: unknown, version: number): Session | undefined {
  if (!isEntries(stored) || !Number.isInteger(version)) return undefined;
  const startedAt = v.safeParse(Session.entries.startedAt, stored["startedAt"]);
  if (!startedAt.success) return undefined;
  const template: Entries = { ...emptySession(startedAt.output), arrival: undefined };
  const parts = Object.entries(Session.entries).map(([name, part]: [string, v.GenericSchema]) => {
    const parsed = v.safeParse(part, fitted(template[name], stored[name]));
    return [name, parsed.success ? parsed.output : template[name]] as const;
  });
  const session = v.safeParse(Session, Object.fromEntries(parts.filter(([, value]) => value !== undefined)));
  return session.success ? session.output : undefined;
}
