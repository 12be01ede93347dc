import { type Browser, chromium } from "playwright-core";
import { installChromium } from "./find-chromium.ts";
import type { WireTap } from "./wire-tap.ts";

export interface ChromiumOptions {
  /** Records everything that leaves; becomes the browser's only way out. */
  readonly tap?: WireTap;
  /** False hides WebGPU, as in a browser that has none. Default: on, with a software adapter. */
  readonly webgpu?: boolean;
  readonly args?: readonly string[];
}

/** No traffic of the browser's own: what the tap sees is what pages and workers sent. */
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

/**
 * Starts a headless Chromium. With a tap, also loopback addresses go through it (`<-loopback>`). Throws the sentence of
 * `installChromium` when there is no browser.
 */
export async function launchChromium({ tap, webgpu = true, args = [] }: ChromiumOptions = {}): Promise<Browser> {
  return await chromium.launch({
    executablePath: await installChromium(),
    // Its own switch for headless is the old mode, which has no WebGPU.
    headless: true,
    ignoreDefaultArgs: ["--headless", "--headless=old"],
    args: [
      "--headless=new",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...QUIET,
      ...(webgpu ? WEBGPU : NO_WEBGPU),
      ...(tap ? [`--proxy-server=${tap.url}`, "--proxy-bypass-list=<-loopback>"] : []),
      ...args,
    ],
  });
}
