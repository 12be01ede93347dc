export { OPERATOR_OPTIONS } from "./lib/connection-options.ts";
export { CommandError, type CommandErrorCode } from "./lib/command-error.ts";
export {
  type Call,
  type Option,
  type Usage,
  usageOf,
  wrapped,
  listOption,
  neededOption,
  noPositional,
  onlyPositional,
  readCall,
  textOption,
  wholeOption,
} from "./lib/options.ts";
export { type Terminal } from "./lib/terminal.ts";
