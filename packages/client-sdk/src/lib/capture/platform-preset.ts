import type { PageKind } from "@sedge/features";
import { type PlatformPreset, platformsOf } from "./platform-marks.ts";
import type * as presetsPart from "./platform-presets.ts";

let loaded: typeof presetsPart | undefined;

/** The presets of the page's systems; none while their code is on its way. */
export function presetsOf(document: ParentNode): PlatformPreset[] {
  const presets = loaded?.PRESETS;
  return presets ? platformsOf(document).map((name) => presets[name]) : [];
}

/** Loads the presets where the page is of a system that has one. Undefined where there is nothing to wait for. */
export function loadPresets(document: ParentNode): Promise<void> | undefined {
  if (loaded || platformsOf(document).length === 0) return undefined;
  return import("./platform-presets.ts").then(
    (part) => {
      loaded = part;
    },
    // The page's own markup and its address remain.
    () => undefined,
  );
}

/** The kind that a preset's markup or paths say the page is. */
export function presetKind(preset: PlatformPreset, document: ParentNode, path: string): PageKind | undefined {
  const { kinds = {}, paths = {} } = preset;
  const byMarkup = Object.entries(kinds).find(([, selector]) => document.querySelector(selector));
  const byPath = byMarkup ?? Object.entries(paths).find(([, source]) => new RegExp(source, "i").test(path));
  return byPath?.[0] as PageKind | undefined;
}
