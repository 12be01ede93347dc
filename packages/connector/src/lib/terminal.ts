/** Where a command writes. What a program may read goes to `out`; what is for people alone to `note`. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly note: (line: string) => void;
}
