import { describe, expect, test } from "vitest";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { KeyRing } from "./key-ring.ts";

const states = (ring: KeyRing) => ring.epochs().map(({ epoch, state }) => `${epoch} ${state}`);

describe("a site's key epochs", () => {
  test("begin with epoch 1, once", () => {
    const storage = sqliteStorage();
    const [first] = new KeyRing(storage).epochs();
    expect(first).toMatchObject({ epoch: 1, state: "current" });
    expect(new KeyRing(storage).epochs()).toEqual([first]);
  });

  test("follow one another: begin, then retire the one before, then begin again", () => {
    const ring = new KeyRing(sqliteStorage());
    expect(ring.begin(2, 100)).toBe("done");
    expect(states(ring)).toEqual(["1 previous", "2 current"]);
    expect(ring.begin(3, 200)).toBe("out-of-order");
    expect(ring.retire(1, 300)).toBe("done");
    expect(ring.begin(3, 400)).toBe("done");
    expect(states(ring)).toEqual(["1 retired", "2 previous", "3 current"]);
    expect(ring.epochs().map(({ since }) => since)).toEqual([300, 400, 400]);
  });

  test("accept a repeated order, and refuse one out of order", () => {
    const ring = new KeyRing(sqliteStorage());
    expect(ring.begin(1, 50)).toBe("done");
    expect(ring.begin(3, 50)).toBe("out-of-order");
    expect(ring.retire(1, 50)).toBe("out-of-order");
    expect(ring.retire(7, 50)).toBe("out-of-order");
    ring.begin(2, 100);
    const before = ring.epochs();
    expect(ring.begin(2, 900)).toBe("done");
    expect(ring.epochs()).toEqual(before);
    ring.retire(1, 200);
    expect(ring.retire(1, 900)).toBe("done");
    expect(ring.epochs()[0]?.since).toBe(200);
  });
});

test("a live epoch has a secret of its own, and a retired one has none anywhere", () => {
  const storage = sqliteStorage();
  const ring = new KeyRing(storage);
  ring.begin(2, 100);
  const [one, two] = [ring.live(1), ring.live(2)];
  expect(one?.secret).toHaveLength(32);
  expect(one?.secret).not.toEqual(two?.secret);
  ring.retire(1, 200);
  expect(ring.live(1)).toBeUndefined();
  expect(ring.live(3)).toBeUndefined();
  expect(ring.live(2)).toEqual(two);
  expect(storage.sql.exec("SELECT secret FROM epochs WHERE epoch = 1").toArray()).toEqual([{ secret: null }]);
});
