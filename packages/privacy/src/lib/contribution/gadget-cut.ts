/** How a proof's products of secrets are split into calls of the gadget. */
export interface GadgetCut {
  /** Products in one call of the gadget. */
  readonly gatesPerCall: number;
  readonly calls: number;
}

/** The cut with the shortest proof: 2·c seeds and 2·(P-1)+1 coefficients, where P = calls + 1 is a power of two. */
export function gadgetCut(gates: number): GadgetCut {
  const cuts = [2, 4, 8, 16, 32, 64].map((points) => {
    const gatesPerCall = Math.ceil(gates / (points - 1));
    return { gatesPerCall, calls: Math.ceil(gates / gatesPerCall), length: 2 * gatesPerCall + 2 * points };
  });
  const { gatesPerCall, calls } = cuts.reduce((best, cut) => (cut.length < best.length ? cut : best));
  return { gatesPerCall, calls };
}
