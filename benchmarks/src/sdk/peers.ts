/** Another script that a page may load, and its size: gzip KB (1,000 bytes), as published or measured by others. */
export interface PeerScript {
  readonly name: string;
  readonly gzipKb: number;
}

/** Scripts that record visits for different purposes. None classifies on the device. */
export const PEER_SCRIPTS: readonly PeerScript[] = [
  { name: "Umami", gzipKb: 2.3 },
  { name: "Plausible", gzipKb: 2.7 },
  { name: "web-vitals", gzipKb: 3.3 },
  { name: "Snowplow", gzipKb: 17.4 },
  { name: "Matomo", gzipKb: 21.9 },
  { name: "Clarity", gzipKb: 26.7 },
  { name: "Segment", gzipKb: 31.3 },
  { name: "PostHog", gzipKb: 122 },
];

/** TensorFlow.js core with six WebGPU kernels, imported one by one. */
export const PEER_SIX_KERNELS: PeerScript = { name: "TF.js core + 6 WebGPU kernels", gzipKb: 44 };
/** TensorFlow.js with its WebGPU backend, bundled whole. */
export const PEER_TFJS_WEBGPU: PeerScript = { name: "TF.js with WebGPU, bundled whole", gzipKb: 341 };

/** Milliseconds per row (256-128-64-32 network, median, idle Chromium on two cores), measured earlier on such a machine. */
export const PEER_ROW_MS = { wasm: 0.06, cpu: 0.13, webgpu: 31 } as const;
