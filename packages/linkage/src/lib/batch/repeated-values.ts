import type { FitSign } from "../scoring/fit-sign.ts";
import type { RecordStore } from "../scoring/record-store.ts";
import { slotNumber } from "../scoring/slot-number.ts";
import type { FieldKind } from "../terms/person-record.ts";

/** Fields that differ from person to person, so that half of the records cannot have one value. */
const FIELDS: readonly FieldKind[] = ["givenName", "surname", "birthDate", "phone", "email", "nationalId"];
/** Of fewer records with the field, half may well be one person's. */
const LEAST_RECORDS = 10;
const MOST_SHARE = 0.5;

/** Fields in which one value is in more than half of the records: a placeholder, or a column of something else. */
export function repeatedValues(store: RecordStore): FitSign[] {
  return FIELDS.flatMap((field): FitSign[] => {
    const slot = slotNumber(`${field}.exact`);
    const counts = new Map<number, number>();
    let records = 0;
    for (let record = 0; record < store.size; record++) {
      const [begin, end] = [store.begin(record, slot), store.end(record, slot)];
      if (end > begin) records++;
      for (let at = begin; at < end; at++) {
        const token = store.tokens[at] ?? 0;
        counts.set(token, (counts.get(token) ?? 0) + 1);
      }
    }
    const most = [...counts.values()].reduce((one, other) => Math.max(one, other), 0);
    const share = records === 0 ? 0 : most / records;
    return records >= LEAST_RECORDS && share > MOST_SHARE ? [{ sign: "value", field, share }] : [];
  });
}
