/** Reads a bench's command line. Prints one sentence on stderr and exits with 2 if it is invalid. */
export function readOptions<Options>(read: () => Options): Options {
  try {
    return read();
  } catch (error) {
    const sentence = (error instanceof Error ? error.message : String(error)).replace(/\.?$/, ".");
    console.error(`${sentence} --help lists the options.`);
    return process.exit(2);
  }
}
