import { RECORD_GROUPS } from "./record-groups.ts";
import { SESSION_GROUPS } from "./session-groups.ts";
import type { TaxonomyGroup } from "./taxonomy-group.ts";
import { TEXT_GROUPS } from "./text-groups.ts";

/** One stable code with its description. */
export interface TaxonomyEntry extends Omit<TaxonomyGroup, "codes"> {
  readonly code: string;
  readonly meaning: string;
}

/** Every stable code that Sedge's answers carry, in the order of docs/taxonomy.md. */
export const TAXONOMY: readonly TaxonomyEntry[] = [...SESSION_GROUPS, ...TEXT_GROUPS, ...RECORD_GROUPS].flatMap(
  ({ codes, ...group }) => Object.entries(codes).map(([code, meaning]) => ({ ...group, code, meaning })),
);

/** The codes of a group, in order; none for a group that there is not. */
export function codesOf(group: string): string[] {
  return TAXONOMY.filter((entry) => entry.group === group).map(({ code }) => code);
}

const COLUMNS = ["group", "code", "meaning", "given by", "for", "consent", "number", "calibrated by"];

/** The table of docs/taxonomy.md, in Markdown. */
export function taxonomyTable(): string {
  const rows = TAXONOMY.map(({ group, code, meaning, from, use, consent, range, calibratedBy }) => {
    return [group, `\`${code}\``, meaning, from, use, consent, range, calibratedBy];
  });
  return [COLUMNS, COLUMNS.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
