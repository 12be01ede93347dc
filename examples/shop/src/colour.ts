/** A colour: its name and its CSS values. */
export interface Colour {
  readonly name: string;
  /** CSS colour of the cloth. */
  readonly cloth: string;
  /** CSS colour of the background. */
  readonly wall: string;
}

export const COLOURS: readonly Colour[] = [
  { name: "oat", cloth: "#d8c7a8", wall: "#f1ebdf" },
  { name: "ink", cloth: "#2b2d33", wall: "#dfe1e4" },
  { name: "lake blue", cloth: "#4f7ea8", wall: "#e1ebf3" },
  { name: "peat", cloth: "#6a4c38", wall: "#ece3da" },
  { name: "mulberry", cloth: "#7b2d43", wall: "#f0e0e3" },
  { name: "mist", cloth: "#9aa3a8", wall: "#e8ebec" },
  { name: "sedge green", cloth: "#5f7f4e", wall: "#e5ecdf" },
  { name: "navy", cloth: "#2a3a5e", wall: "#e0e5ee" },
  { name: "chalk", cloth: "#efece4", wall: "#d9dcd5" },
  { name: "olive", cloth: "#7d7a3f", wall: "#ebeadb" },
  { name: "heather", cloth: "#9a7fa5", wall: "#ece5ef" },
  { name: "rosehip", cloth: "#b8433c", wall: "#f4e2dd" },
  { name: "blossom", cloth: "#d99aa5", wall: "#f6e9eb" },
  { name: "marigold", cloth: "#d59b36", wall: "#f6ecd8" },
];
