import { CommandError } from "../command-error.ts";
import { countedLine, countedRefusals } from "../counted-line.ts";
import { leftOut } from "../left-out.ts";
import { asCommandError } from "../operators/operators-error.ts";
import { type KeyMigrationResult, migrateKeys, type KnownPerson } from "../operators/key-migration.ts";
import { readManifest } from "../operators/connect-prf.ts";
import { ConnectorClient } from "../operators/connector-client.ts";
import type { Call } from "../options.ts";
import { openPeople, type PeopleFile } from "../people-file/people-file.ts";
import { readable } from "../push/push-file.ts";
import { ledgeredFetch, type Ledger, ledgerFile, NO_LEDGER } from "../push/send/wire-ledger.ts";
import { asConnectorError } from "../push/send/refused-connector.ts";
import { STDERR, stageProgress } from "../progress/stage-progress.ts";
import type { Terminal } from "../terminal.ts";
import { type MigrateKeysCall, migrateKeysCall, requireConsent } from "./migrate-keys-call.ts";
import { knownPerson } from "./known-person.ts";

/** Results of the rows. */
interface KeyMigrationCounts extends KeyMigrationResult {
  readonly withoutConsent: number;
  readonly outdatedConsent: number;
  readonly skipped: number;
}

/** `sedge migrate-keys --channel CHANNEL --file FILE …`. @throws CommandError */
export async function migrateKeysCommand(given: Call, { out, note }: Terminal): Promise<void> {
  const call = migrateKeysCall(given);
  const people = await openPeople(call.file, call.mapping, requireConsent);
  note(people.use);
  const ledger = call.ledger === undefined ? NO_LEDGER : ledgerFile(call.ledger);
  try {
    const counts = await asCommandError(() => asConnectorError(migrate(people, call, ledger, note)));
    out(call.isJson ? JSON.stringify(counts) : figuresOf(counts));
  } finally {
    ledger.close();
  }
}

async function migrate(
  people: PeopleFile,
  call: MigrateKeysCall,
  ledger: Ledger,
  note: (line: string) => void,
): Promise<KeyMigrationCounts> {
  const send = ledgeredFetch(fetch, ledger);
  const options = { ...call.operators, fetch: send, isOwnClockRight: true };
  const { policyVersion } = await readManifest(await ConnectorClient.of(options), options.aggregatorKey);
  const now = Math.floor(Date.now() / 1_000);
  if (!call.skipsBad) {
    const progress = stageProgress("checking", STDERR);
    for await (const row of people.rows({ skip: undefined, progress })) knownPerson(row, policyVersion, now);
  }
  const counts = { withoutConsent: 0, outdatedConsent: 0, skipped: 0 };
  const report = leftOut(note);
  const skip = (error: CommandError) => {
    counts.skipped += 1;
    report(error);
  };
  let share = 0;
  const rows = people.rows({ skip: call.skipsBad ? skip : undefined, progress: (read) => (share = read) });
  async function* known(): AsyncGenerator<KnownPerson> {
    for await (const row of rows) {
      const person = readable(() => knownPerson(row, policyVersion, now));
      if (typeof person === "string") counts[person] += 1;
      else if (!(person instanceof CommandError)) yield person;
      else if (call.skipsBad) skip(person);
      else throw person;
    }
  }
  const bar = stageProgress("migrating", STDERR);
  const migrated = await migrateKeys(options, known(), () => bar(share));
  return { ...migrated, ...counts };
}

function figuresOf({
  migrated,
  unreadable,
  refused,
  withoutConsent,
  outdatedConsent,
  skipped,
}: KeyMigrationCounts): string {
  return countedLine(`${migrated} ${migrated === 1 ? "person" : "people"} migrated`, [
    [withoutConsent, "without consent, not used"],
    [outdatedConsent, "with consent to another policy version, not used"],
    [unreadable, "without a valid identifier"],
    ...countedRefusals(refused),
    [skipped, "rows skipped"],
  ]);
}
