import { expect, test } from "vitest";
import { KeyedMutex, Mutex } from "./mutex.ts";

/** Work that ends on command, and logs its start and end. */
function steps(log: string[]) {
  const finish = new Map<string, () => void>();
  const work = (name: string) => async () => {
    log.push(`${name} starts`);
    await new Promise<void>((resolve) => finish.set(name, resolve));
    log.push(`${name} ends`);
    return name;
  };
  const end = async (name: string) => {
    await expect.poll(() => finish.has(name)).toBe(true);
    finish.get(name)?.();
  };
  return { work, end };
}

test("runs one piece of work at a time, in order, and returns each result", async () => {
  const log: string[] = [];
  const { work, end } = steps(log);
  const mutex = new Mutex();
  const results = [mutex.run(work("one")), mutex.run(work("two"))];
  await end("one");
  await end("two");
  expect(await Promise.all(results)).toEqual(["one", "two"]);
  expect(log).toEqual(["one starts", "one ends", "two starts", "two ends"]);
});

test("work that fails does not stop the next", async () => {
  const mutex = new Mutex();
  const failing = mutex.run(() => Promise.reject(new Error("broken")));
  const next = mutex.run(async () => "next");
  await expect(failing).rejects.toThrow("broken");
  expect(await next).toBe("next");
});

test("keys exclude only themselves", async () => {
  const log: string[] = [];
  const { work, end } = steps(log);
  const mutex = new KeyedMutex<string>();
  const all = [mutex.run("a", work("a1")), mutex.run("a", work("a2")), mutex.run("b", work("b1"))];
  await end("b1");
  await all[2];
  expect(log).toEqual(["a1 starts", "b1 starts", "b1 ends"]);
  await end("a1");
  await all[0];
  // One more, while another is running: the key is still locked.
  const last = mutex.run("a", work("a3"));
  await end("a2");
  await end("a3");
  await Promise.all([...all, last]);
  expect(log.slice(3)).toEqual(["a1 ends", "a2 starts", "a2 ends", "a3 starts", "a3 ends"]);
});
