import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { ProfileExport } from "@sedge/protocol";
import type { Operators } from "@sedge/testbed";
import * as v from "valibot";
import { expect, onTestFinished } from "vitest";
import { registerConnector } from "./connector-keys.ts";
import { SITE } from "./edge-answer.ts";
import { sedgeIn } from "./sedge-command.ts";
import { keysOf, RECEIPT, sendSigned } from "./signed-message.ts";

type Purchase = readonly [receipt: string, who: string, consent?: string];

const Tallies = v.array(v.object({ tally: v.pipe(v.string(), v.parseJson(), v.looseObject({ touches: v.number() })) }));

/** A till that pushes before, during and after a rotation of the site's PRF keys. Its customers have a loyalty card and an e-mail address. */
export class RotatingTill {
  readonly #operators: Operators;
  readonly #folder = mkdtempSync(join(tmpdir(), "sedge-e2e-epochs-"));
  readonly #first: readonly Purchase[] = ["1", "2", "3", "4", "5"].map((who) => [`a${who}`, who]);
  #before: readonly LinkKeys[] = [];

  constructor(operators: Operators) {
    this.#operators = operators;
    onTestFinished(() => rmSync(this.#folder, { recursive: true }));
  }

  /** Five customers buy; the first has visited the web. */
  async before(): Promise<void> {
    const secret = randomBytes(32);
    await registerConnector(this.#operators, secret, { channel: "shop-till" });
    writeFileSync(join(this.#folder, "key"), secret.toString("base64url"));
    const map = { policyVersion: "2026-11", columns: { customer: "fullName" } };
    writeFileSync(join(this.#folder, "map.json"), JSON.stringify(map));
    expect(await this.#push(...this.#first)).toMatchObject({ accepted: 5, refused: {}, waiting: 0 });
    this.#before = [await this.#card("1"), await this.#mail("1")];
    const body = { channel: "web", codeword: { generation: 0, path: "" } };
    const message = { action: "assign", keys: this.#before.slice(1), body } as const;
    expect((await sendSigned(this.#operators.edgeUrl, message)).status).toBe(200);
  }

  /** 1 buys again, 2 is only pushed again, 3 withdraws, and 6 is new. 4 and 5 do not appear. */
  async during(): Promise<void> {
    const more: readonly Purchase[] = [
      ["a2", "2"],
      ["b1", "1"],
      ["b3", "3", "withdrawn"],
      ["b6", "6"],
    ];
    const counts = { accepted: 2, repeated: 1, withdrawals: 1, refused: {}, waiting: 0 };
    expect(await this.#push(...more)).toMatchObject(counts);
    const { tokens } = await this.#profile("1");
    const both = [...this.#before, await this.#card("1"), await this.#mail("1")];
    expect(tokens).toEqual(expect.arrayContaining(both.map(({ token }) => token)));
    expect((await this.#exported("3")).status).toBe(404);
    expect(await this.#push(...more)).toMatchObject({ accepted: 0, delivered: 0, refused: {} });
  }

  /** Profiles are complete under the new keys only. Customers not seen during the rotation start again, and withdrawals apply. */
  async after(): Promise<void> {
    for (const who of ["1", "2", "6"]) {
      const { tokens, observations } = await this.#profile(who);
      expect(tokens, who).toEqual(
        expect.arrayContaining([(await this.#mail(who)).token, (await this.#card(who)).token]),
      );
      expect(observations.filter(({ channel }) => channel === "shop-till")).toHaveLength(1);
    }
    const one = await this.#profile("1");
    expect(one.observations.map(({ channel }) => channel)).toContain("web");
    for (const { token } of this.#before) expect(one.tokens).not.toContain(token);
    expect((await this.#exported("4")).status).toBe(404);
    expect(await this.#push(...this.#first, ["c4", "4"])).toMatchObject({ accepted: 1, refused: {}, waiting: 0 });
    expect((await this.#profile("4")).tokens).toContain((await this.#card("4")).token);
    await this.#withdrawal("1", "2", "5");
    expect(this.#touches()).toEqual([1, 2]);
  }

  async #withdrawal(...all: readonly string[]): Promise<void> {
    const rows = all.map((who): Purchase => [`d${who}`, who, "withdrawn"]);
    expect(await this.#push(...rows)).toMatchObject({ withdrawals: all.length, refused: {}, waiting: 0 });
    for (const who of all) expect((await this.#exported(who)).status, who).toBe(404);
    const keys = [await this.#mail(all[0] ?? "")];
    const again = await sendSigned(this.#operators.edgeUrl, {
      action: "link",
      keys,
      receipt: { ...RECEIPT, day: "2026-11-02" },
    });
    expect(again.json).toMatchObject({ code: "consent-withdrawn" });
  }

  /** The number of purchases of each customer in the state file, which has no retired key left. */
  #touches(): number[] {
    const state = new DatabaseSync(join(this.#folder, "state"), { readOnly: true });
    const rows = v.parse(Tallies, state.prepare("SELECT tally FROM people").all());
    expect(state.prepare("SELECT count(*) AS left FROM identifiers WHERE hash LIKE '%@%'").get()).toEqual({ left: 0 });
    state.close();
    return rows.map(({ tally }) => tally.touches).toSorted((a, b) => a - b);
  }

  /** Pushes a file of receipts. Returns the counts, or the error text. */
  async #push(...rows: readonly Purchase[]): Promise<unknown> {
    const lines = rows.map(([id, who, consent = "yes"]) => {
      const sum = 10 + Number(who);
      return `${id},2026-11-02,L-550${who},p${who}@example.com,Person ${who},${sum},${consent}`;
    });
    const head = "receipt_id,sold_at,loyalty,email,customer,total,consent";
    writeFileSync(join(this.#folder, "till.csv"), [head, ...lines].join("\n"));
    const at = ["--site", SITE, "--endpoint", this.#operators.edgeUrl, "--key", "key", "--state", "state"];
    const file = ["--file", "till.csv", "--map", "map.json", "--json"];
    const { exitCode, out, note } = await sedgeIn(this.#folder, ["push", "--channel", "shop-till", ...file, ...at]);
    return exitCode === 0 ? JSON.parse(out) : note;
  }

  #mail(who: string): Promise<LinkKeys> {
    return keysOf(this.#operators.edgeUrl, "email", `p${who}@example.com`);
  }

  #card(who: string): Promise<LinkKeys> {
    return keysOf(this.#operators.edgeUrl, "loyalty", `L-550${who}`);
  }

  async #exported(who: string) {
    return sendSigned(this.#operators.edgeUrl, { action: "export", keys: [await this.#mail(who)] });
  }

  async #profile(who: string): Promise<ProfileExport> {
    return v.parse(ProfileExport, (await this.#exported(who)).json);
  }
}
