export { type DenseNetwork, dequantise, forward, type QuantisedNetwork } from "./lib/dense-network.ts";
