/** Where a command prints: results that programs can read to `out`, messages for people to `note`. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly note: (line: string) => void;
}
