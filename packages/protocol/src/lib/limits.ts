/** Largest request body either operator reads, in bytes. The biggest honest one (four signatures) is under 4 KiB. */
export const MAX_BODY_BYTES = 16_384;

/** Largest signed message inside an envelope, in UTF-16 code units. Bounds the JSON that is parsed after its signature. */
export const MAX_MESSAGE_CHARS = 8_192;

/** Most identifiers blinded in one request: e-mail, phone, loyalty number, and one to spare. */
export const MAX_BLINDED_ELEMENTS = 4;

/** Most link tokens that sign one message; a person's device holds one a kind of identifier. */
export const MAX_SIGNATURES = 4;

/** Deepest codebook path, in steps from the root. A tree of 8 levels and 4 branches already has 65,536 leaves. */
export const MAX_CODEWORD_DEPTH = 8;

/** Most children under one cell. */
export const MAX_CELL_CHILDREN = 64;

/** Most cells in a codebook; at about 150 bytes a cell this keeps a codebook below 640 KB of JSON. */
export const MAX_CODEBOOK_CELLS = 4_096;

/** Most clusters in a codebook. */
export const MAX_CLUSTERS = 256;

/** Most coordinates of a codebook's feature space. */
export const MAX_CODEBOOK_FEATURES = 64;

/** How far a signed message's clock may be from the edge's, in seconds, either way. Replay memory covers this window. */
export const MAX_CLOCK_SKEW_SECONDS = 300;
