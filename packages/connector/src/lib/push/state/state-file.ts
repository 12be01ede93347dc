import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Channel } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import { codeOf } from "../../files/replace-file.ts";
import { STATE_SCHEMA, STATE_UPDATES, STATE_VERSION } from "./state-schema.ts";
import { STATE_SECRET_BYTES, StateKey } from "./state-key.ts";

/** The owner of a state file. */
export interface StateOwner {
  readonly site: string;
  readonly channel: Channel;
  /** The connector's secret, 32 bytes. */
  readonly connectorKey: Uint8Array;
  /** The previous secret, after a rotation. The file is sealed under the new one from then on. */
  readonly previousKey?: Uint8Array;
}

/** An open state file. No other process has it open. */
export interface StateFile {
  readonly database: DatabaseSync;
  readonly key: StateKey;
}

/** Opens a database with Node's built-in SQLite, available since Node 22.13. Throws CommandError `node-too-old`. */
function openDatabase(path: string): DatabaseSync {
  const sqlite = process.getBuiltinModule("node:sqlite");
  if (!sqlite)
    throw new CommandError("node-too-old", `a state file needs Node 22.13 or newer, not ${process.version}.`);
  return new sqlite.DatabaseSync(path);
}

const Version = v.object({ user_version: v.number() });
const Meta = v.object({ value: v.instance(Uint8Array) });
const Owner = v.object({ value: v.string() });

/** 16 MiB of page cache. FULL: a committed transaction survives a power failure. */
const PRAGMAS = `
  PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;
`;

/**
 * Opens or creates a connector's state: a SQLite file that only its owner can read. `:memory:` lasts as long as the
 * process.
 *
 * @throws CommandError `unwritable`; `state-busy` if another process has it open; `bad-state` for a foreign file, or
 *   one of another site, channel or key.
 */
export function openState(path: string, owner: StateOwner): StateFile {
  if (path !== ":memory:") makeFile(path);
  const database = openDatabase(path);
  try {
    database.exec(PRAGMAS);
    const version = versionOf(database);
    if (version === 0) begin(database, owner);
    else if (version !== STATE_VERSION && !STATE_UPDATES.has(version)) {
      throw new CommandError("bad-state", `${path} was written by another version of Sedge.`);
    }
    checkOwner(path, database, owner);
    update(database);
    return { database, key: new StateKey(stateSecret(path, database, owner)) };
  } catch (error) {
    database.close();
    if (error instanceof CommandError) throw error;
    const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
    if (code === SQLITE_BUSY) throw new CommandError("state-busy", `another process has ${path} open.`);
    throw new CommandError("bad-state", `${path} is not a readable state file.`);
  }
}

/** https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;

/** SQLite creates its companion files with the permissions of the file itself. */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, "a", 0o600));
  } catch (error) {
    throw new CommandError("unwritable", `${path} cannot be written (${codeOf(error)}).`);
  }
}

function ownerText({ site, channel }: StateOwner): string {
  return JSON.stringify({ site, channel });
}

function begin(database: DatabaseSync, owner: StateOwner): void {
  const sealed = wrapping(owner.connectorKey).seal("secret", randomBytes(STATE_SECRET_BYTES));
  database.exec("BEGIN IMMEDIATE");
  database.exec(STATE_SCHEMA);
  const insert = database.prepare("INSERT INTO meta VALUES (?, ?)");
  insert.run("secret", sealed);
  insert.run("owner", ownerText(owner));
  database.exec("COMMIT");
}

function versionOf(database: DatabaseSync): number {
  return v.parse(Version, database.prepare("PRAGMA user_version").get()).user_version;
}

/** Applies the migrations from the file's version to the current one. */
function update(database: DatabaseSync): void {
  for (let step = nextStep(database); step !== undefined; step = nextStep(database)) {
    database.exec(`BEGIN IMMEDIATE; ${step} COMMIT`);
  }
}

function nextStep(database: DatabaseSync): string | undefined {
  return STATE_UPDATES.get(versionOf(database));
}

/** The key that seals the file's own secret; not the signing key. */
function wrapping(connectorKey: Uint8Array): StateKey {
  return new StateKey(connectorKey);
}

function checkOwner(path: string, database: DatabaseSync, owner: StateOwner): void {
  const { value } = v.parse(Owner, database.prepare("SELECT value FROM meta WHERE name = 'owner'").get());
  if (value === ownerText(owner)) return;
  throw new CommandError("bad-state", `${path} is the state of another site or channel: ${value}.`);
}

function stateSecret(path: string, database: DatabaseSync, { connectorKey, previousKey }: StateOwner): Uint8Array {
  const { value } = v.parse(Meta, database.prepare("SELECT value FROM meta WHERE name = 'secret'").get());
  const secret = wrapping(connectorKey).open("secret", value);
  if (secret) return secret;
  const before = previousKey && wrapping(previousKey).open("secret", value);
  if (!before) {
    throw new CommandError(
      "bad-state",
      `${path} is sealed under another connector key; pass that key's file with --previous-key.`,
    );
  }
  const sealed = wrapping(connectorKey).seal("secret", before);
  database.prepare("UPDATE meta SET value = ? WHERE name = 'secret'").run(sealed);
  return before;
}
