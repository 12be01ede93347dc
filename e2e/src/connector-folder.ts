import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectorSigner } from "@sedge/privacy/connector-key";
import type { Channel, ConnectorScope } from "@sedge/protocol";
import type { Operators } from "@sedge/testbed";
import { afterEach, beforeEach, expect } from "vitest";
import { atBoth } from "./connector-keys.ts";
import { SITE } from "./edge-answer.ts";
import { type CommandOptions, type CommandResult, sedgeIn } from "./sedge-command.ts";

interface Registration {
  readonly scopes?: readonly ConnectorScope[];
  readonly notAfter?: number | null;
}

/** A channel system's folder with keys and files, in which tests run the `sedge` command. */
export class ConnectorFolder {
  readonly #operators: () => Operators;
  readonly #registered: {
    readonly key: string;
    readonly channel: Channel;
    readonly scopes: readonly ConnectorScope[];
  }[] = [];
  #path = "";

  constructor(operators: () => Operators) {
    this.#operators = operators;
  }

  create(): void {
    this.#path = mkdtempSync(join(tmpdir(), "sedge-e2e-connector-"));
  }

  /** Revokes the registered keys, because a channel can have only a few valid keys at once, and removes the folder. */
  async remove(): Promise<void> {
    for (const order of this.#registered.splice(0))
      await atBoth(this.#operators(), "connectors", { ...order, notAfter: 1 });
    rmSync(this.#path, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.#path, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  /** Writes a file and returns its name. */
  write(name: string, lines: readonly string[]): string {
    writeFileSync(this.path(name), lines.join("\n"));
    return name;
  }

  /** Runs the `sedge` command in the folder. */
  run(args: readonly string[], options?: CommandOptions): Promise<CommandResult> {
    return sedgeIn(this.#path, args, options);
  }

  /** Runs `sedge push` with the channel's key. */
  push(channel: Channel, file: string, map: string, ...more: readonly string[]): Promise<CommandResult> {
    const at = ["--site", SITE, "--endpoint", this.#operators().edgeUrl, "--key", `key-${channel}`];
    return this.run(["push", "--channel", channel, "--file", file, "--map", map, ...at, "--json", ...more]);
  }

  /** Writes a connector's key to `key-CHANNEL`, registers it at both operators, and returns its path. */
  async register(
    channel: Channel,
    { scopes = ["evaluate", "link"], notAfter = null }: Registration = {},
  ): Promise<string> {
    const secret = randomBytes(32);
    const file = this.path(`key-${channel}`);
    writeFileSync(file, secret.toString("base64url"), { mode: 0o600 });
    const { key } = await connectorSigner(secret);
    await atBoth(this.#operators(), "connectors", { key, channel, scopes, notAfter });
    this.#registered.push({ key, channel, scopes });
    return file;
  }
}

/** Creates a connector folder for each test of a file. */
export function useConnectorFolder(operators: () => Operators): ConnectorFolder {
  const folder = new ConnectorFolder(operators);
  beforeEach(() => folder.create());
  afterEach(() => folder.remove());
  return folder;
}

/** The JSON output of a call, which must have succeeded. */
export function outputOf({ exitCode, out, note }: CommandResult): unknown {
  expect(exitCode, note).toBe(0);
  return JSON.parse(out);
}
