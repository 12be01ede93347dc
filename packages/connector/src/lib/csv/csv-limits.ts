/** Largest CSV file, in bytes: all of it is held in memory, several times over while it is parsed. */
export const MAX_FILE_BYTES = 268_435_456;

/** Largest row, in bytes. A chat message or a record has some thousands; a megabyte means that quotes or lines are lost. */
export const MAX_ROW_BYTES = 1_048_576;

/** Most columns of a table. */
export const MAX_COLUMNS = 4_096;
