import { afterAll, beforeAll, expect, test } from "vitest";
import { sharedBrowser } from "../launch-browser.ts";
import { AppFolder } from "./app-folder.ts";
import { EXAMPLE_APPS } from "./example-app.ts";
import { runExample } from "./example-run.ts";

let folder: AppFolder;

beforeAll(async () => {
  folder = await AppFolder.create();
});

afterAll(() => folder.delete());

test.each(EXAMPLE_APPS.filter(({ isQuick }) => isQuick))(
  "$name builds an app with the packed package that classifies in a worker, without configuration",
  async (app) => {
    const found = await sharedBrowser(false);
    if ("skipped" in found) throw new Error(found.skipped);
    expect(await runExample(app, folder, found.browser)).toEqual([]);
  },
);
