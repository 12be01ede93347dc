/** Reads a bench's command line. One that can't be read gets one sentence on stderr, and ends the process with 2. */
export function readOptions<Options>(read: () => Options): Options {
  try {
    return read();
  } catch (error) {
    const sentence = (error instanceof Error ? error.message : String(error)).replace(/\.?$/, ".");
    console.error(`${sentence} --help lists the options.`);
    return process.exit(2);
  }
}
