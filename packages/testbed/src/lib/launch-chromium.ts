import { type Browser, chromium } from "playwright-core";
import { headlessShellBeside, installChromium } from "./find-chromium.ts";
import type { WireTap } from "./wire-tap.ts";

export interface ChromiumOptions {
  /** Records all traffic, and becomes the browser's only network route. */
  readonly tap?: WireTap;
  /** Set to false to turn off WebGPU; then the headless shell runs, if there is one. Default: on, with a software adapter. */
  readonly webgpu?: boolean;
  readonly args?: readonly string[];
}

/** Turns off the browser's own traffic, so that the tap records only pages and workers. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
  "--no-pings",
];
const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];
const NO_WEBGPU = ["--disable-blink-features=WebGPU"];
/** Paints without OpenGL. Saves a sixth of the CPU time of a page. */
const NO_GPU = ["--disable-gpu"];

/**
 * Starts a headless Chromium. With a tap, all traffic goes through it, including loopback addresses (`<-loopback>`). Throws
 * the error of `installChromium` if there is no browser.
 */
export async function launchChromium({ tap, webgpu = true, args = [] }: ChromiumOptions = {}): Promise<Browser> {
  const executable = await installChromium();
  const shell = webgpu ? undefined : headlessShellBeside(executable);
  return await chromium.launch({
    executablePath: shell ?? executable,
    // Playwright's own headless switch selects the old mode, which has no WebGPU.
    headless: true,
    ignoreDefaultArgs: ["--headless", "--headless=old"],
    args: [
      shell ? "--headless" : "--headless=new",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...QUIET,
      ...(webgpu ? WEBGPU : NO_WEBGPU),
      ...(shell ? NO_GPU : []),
      ...(tap ? [`--proxy-server=${tap.url}`, "--proxy-bypass-list=<-loopback>"] : []),
      ...args,
    ],
  });
}
