import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Channel } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import { codeOf } from "../../files/replace-file.ts";
import { STATE_SCHEMA, STATE_UPDATES, STATE_VERSION } from "./state-schema.ts";
import { STATE_SECRET_BYTES, StateKey } from "./state-key.ts";

/** Whose state a file holds. */
export interface StateOwner {
  readonly site: string;
  readonly channel: Channel;
  /** The connector's secret, 32 bytes. */
  readonly connectorKey: Uint8Array;
  /** The secret before it, where the key was rotated: the file is kept under the new one from then on. */
  readonly previousKey?: Uint8Array;
}

/** An open state file. Nobody else has it open. */
export interface StateFile {
  readonly database: DatabaseSync;
  readonly key: StateKey;
}

/** Opens a database with Node's own SQLite, which Node has from 22.13 on. Throws CommandError `node-too-old`. */
function openDatabase(path: string): DatabaseSync {
  const sqlite = process.getBuiltinModule("node:sqlite");
  if (!sqlite)
    throw new CommandError("node-too-old", `a state file needs Node 22.13 or newer, not ${process.version}.`);
  return new sqlite.DatabaseSync(path);
}

const Version = v.object({ user_version: v.number() });
const Meta = v.object({ value: v.instance(Uint8Array) });
const Owner = v.object({ value: v.string() });

/** 16 MiB of pages in memory; a page is written when a transaction ends, whatever happens then. */
const PRAGMAS = `
  PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;
`;

/**
 * Opens the state of a connector, or makes it: a SQLite file that its owner alone may read. `:memory:` is one that goes with
 * the process.
 *
 * @throws CommandError `unwritable`, `state-busy` while another process has it, `bad-state` for another file, or one of
 *   another site, channel or key.
 */
export function openState(path: string, owner: StateOwner): StateFile {
  if (path !== ":memory:") makeFile(path);
  const database = openDatabase(path);
  try {
    database.exec(PRAGMAS);
    const version = versionOf(database);
    if (version === 0) begin(database, owner);
    else if (version !== STATE_VERSION && !STATE_UPDATES.has(version)) {
      throw new CommandError("bad-state", `${path} is of another version of Sedge.`);
    }
    checkOwner(path, database, owner);
    update(database);
    return { database, key: new StateKey(stateSecret(path, database, owner)) };
  } catch (error) {
    database.close();
    if (error instanceof CommandError) throw error;
    const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
    if (code === SQLITE_BUSY) throw new CommandError("state-busy", `another process has ${path} open.`);
    throw new CommandError("bad-state", `${path} is no state of a push that can be read.`);
  }
}

/** https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;

/** SQLite's companion files have the same rights as the file itself. */
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

/** Makes a file of an earlier version one of this. */
function update(database: DatabaseSync): void {
  for (let step = nextStep(database); step !== undefined; step = nextStep(database)) {
    database.exec(`BEGIN IMMEDIATE; ${step} COMMIT`);
  }
}

function nextStep(database: DatabaseSync): string | undefined {
  return STATE_UPDATES.get(versionOf(database));
}

/** The key that seals the file's own secret; not the one that signs. */
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
      `${path} was kept under another connector key; --previous-key names the file of it.`,
    );
  }
  const sealed = wrapping(connectorKey).seal("secret", before);
  database.prepare("UPDATE meta SET value = ? WHERE name = 'secret'").run(sealed);
  return before;
}
