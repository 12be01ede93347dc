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
import { keysOf, RECEIPT, say } from "./till.ts";

type Bought = readonly [receipt: string, who: string, consent?: string];

const Tallies = v.array(v.object({ tally: v.pipe(v.string(), v.parseJson(), v.looseObject({ touches: v.number() })) }));

/** A till that pushes before, while and after the site's PRF keys rotate, of customers who are known by a card and an address. */
export class RotatingTill {
  readonly #operators: Operators;
  readonly #folder = mkdtempSync(join(tmpdir(), "sedge-e2e-epochs-"));
  readonly #first: readonly Bought[] = ["1", "2", "3", "4", "5"].map((who) => [`a${who}`, who]);
  #before: readonly LinkKeys[] = [];

  constructor(operators: Operators) {
    this.#operators = operators;
    onTestFinished(() => rmSync(this.#folder, { recursive: true }));
  }

  /** Five customers buy, of whom the first has been on the web. */
  async before(): Promise<void> {
    const secret = randomBytes(32);
    await registerConnector(this.#operators, secret, { channel: "shop-till" });
    writeFileSync(join(this.#folder, "key"), secret.toString("base64url"));
    const map = { policyVersion: "2026-11", columns: { customer: "fullName" } };
    writeFileSync(join(this.#folder, "map.json"), JSON.stringify(map));
    expect(await this.#push(...this.#first)).toMatchObject({ taken: 5, refused: {}, waiting: 0 });
    this.#before = [await this.#card("1"), await this.#mail("1")];
    const body = { channel: "web", codeword: { generation: 0, path: "" } };
    const said = { action: "assign", keys: this.#before.slice(1), body } as const;
    expect((await say(this.#operators.edgeUrl, said)).status).toBe(200);
  }

  /** 1 buys again, 2 is only pushed again, 3 withdraws, 6 is new; 4 and 5 are not seen. */
  async during(): Promise<void> {
    const more: readonly Bought[] = [
      ["a2", "2"],
      ["b1", "1"],
      ["b3", "3", "withdrawn"],
      ["b6", "6"],
    ];
    const said = { taken: 2, repeated: 1, withdrawals: 1, refused: {}, waiting: 0 };
    expect(await this.#push(...more)).toMatchObject(said);
    const { tokens } = await this.#profile("1");
    const both = [...this.#before, await this.#card("1"), await this.#mail("1")];
    expect(tokens).toEqual(expect.arrayContaining(both.map(({ token }) => token)));
    expect((await this.#exported("3")).status).toBe(404);
    expect(await this.#push(...more)).toMatchObject({ taken: 0, delivered: 0, refused: {} });
  }

  /** Profiles are whole under the new keys alone; who was not seen meanwhile begins anew; who withdraws is silent. */
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
    expect(await this.#push(...this.#first, ["c4", "4"])).toMatchObject({ taken: 1, refused: {}, waiting: 0 });
    expect((await this.#profile("4")).tokens).toContain((await this.#card("4")).token);
    await this.#withdrawal("1", "2", "5");
    expect(this.#touches()).toEqual([1, 2]);
  }

  async #withdrawal(...all: readonly string[]): Promise<void> {
    const rows = all.map((who): Bought => [`d${who}`, who, "withdrawn"]);
    expect(await this.#push(...rows)).toMatchObject({ withdrawals: all.length, refused: {}, waiting: 0 });
    for (const who of all) expect((await this.#exported(who)).status, who).toBe(404);
    const keys = [await this.#mail(all[0] ?? "")];
    const again = await say(this.#operators.edgeUrl, {
      action: "link",
      keys,
      receipt: { ...RECEIPT, day: "2026-11-02" },
    });
    expect(again.json).toMatchObject({ code: "consent-withdrawn" });
  }

  /** What each customer's purchases come to in the state, of which no retired key is left. */
  #touches(): number[] {
    const state = new DatabaseSync(join(this.#folder, "state"), { readOnly: true });
    const rows = v.parse(Tallies, state.prepare("SELECT tally FROM people").all());
    expect(state.prepare("SELECT count(*) AS left FROM identifiers WHERE hash LIKE '%@%'").get()).toEqual({ left: 0 });
    state.close();
    return rows.map(({ tally }) => tally.touches).toSorted((a, b) => a - b);
  }

  /** Pushes a file of receipts; what it came to, or what was wrong. */
  async #push(...rows: readonly Bought[]): Promise<unknown> {
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
    return say(this.#operators.edgeUrl, { action: "export", keys: [await this.#mail(who)] });
  }

  async #profile(who: string): Promise<ProfileExport> {
    return v.parse(ProfileExport, (await this.#exported(who)).json);
  }
}
