/** Largest CSV file, in bytes. The parser keeps the whole file in memory several times. */
export const MAX_FILE_BYTES = 268_435_456;

/**
 * Largest row, in bytes. A chat message or record has a few thousand; a megabyte means that quotes or line ends are
 * missing.
 */
export const MAX_ROW_BYTES = 1_048_576;

/** Most columns of a table. */
export const MAX_COLUMNS = 4_096;
