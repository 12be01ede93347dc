/** Largest request body either operator reads, in bytes. The biggest honest one (four signatures) is under 4 KiB. */
export const MAX_BODY_BYTES = 16_384;

/** Largest signed message inside an envelope, in UTF-16 code units. Bounds the JSON that is parsed after its signature. */
export const MAX_MESSAGE_CHARS = 8_192;

/** Most identifiers blinded in one request of a page: e-mail, phone, loyalty number and account id. */
export const MAX_BLINDED_ELEMENTS = 4;

/** Most elements in one request of a connector: the terms of some ten records, half a second of each operator's time. */
export const MAX_CONNECTOR_ELEMENTS = 512;

/** Largest signed message of a connector, in UTF-16 code units: 512 elements are 24 KB. */
export const MAX_CONNECTOR_MESSAGE_CHARS = 32_768;

/** Largest body of a connector's request, and of an operator's answer to it, in bytes: two shares of 512 elements are 48 KB. */
export const MAX_CONNECTOR_BODY_BYTES = 65_536;

/**
 * Most connector keys that are valid at once for a site and channel: one that pushes and one that reads, and while keys
 * change the two that follow them.
 */
export const MAX_CONNECTOR_KEYS = 4;

/**
 * Most link tokens that sign one message. A person's device has one per kind of identifier, and two during a key
 * rotation.
 */
export const MAX_SIGNATURES = 8;

/** Longest proof of control, in characters: eight tokens and a name make 900. */
export const MAX_PROOF_CHARS = 1_500;

/** Deepest codebook path, in steps from the root. A tree of 8 levels and 4 branches already has 65,536 leaves. */
export const MAX_CODEWORD_DEPTH = 8;

/** Most children under one cell. */
export const MAX_CELL_CHILDREN = 64;

/** Most cells in a codebook; at about 150 bytes a cell this keeps a codebook below 640 KB of JSON. */
export const MAX_CODEBOOK_CELLS = 4_096;

/** Most leaves of a codebook that a device uses: a codeword then reveals at most eight bits of a visit. */
export const MAX_CODEBOOK_LEAVES = 256;

/** Fewest people in a cell that a device names, whatever k a site states. */
export const MIN_CELL_PEOPLE = 50;

/** Most codewords that a device names in a day (UTC), each another than the one before. */
export const MAX_CODEWORDS_PER_DAY = 4;

/** Most changes of the codebook in a day (UTC) that a device follows with a codeword. */
export const MAX_CODEBOOK_CHANGES_PER_DAY = 1;

/** Largest request for a task, in bytes: a metric plan has 64 KiB, and twice as many in the worst JSON that is sent. */
export const MAX_TASK_REQUEST_BYTES = 139_264;

/** Shortest time that a device lets pass between its ballot and its vote, in seconds. Only at an edge on a loopback address it is 0. */
export const MIN_VOTE_WAIT_SECONDS = 900;

/** Fewest people in a round that the aggregator signs for and a device votes in. Only at an edge on a loopback address it is 2. */
export const MIN_ROUND_PEOPLE = 500;

/** Largest delta of a round's terms. Every epsilon of an account is stated at it, or at a smaller one. */
export const MAX_DELTA = 1e-6;

/** Most clusters in a codebook. */
export const MAX_CLUSTERS = 256;

/** Most coordinates of a codebook's feature space. */
export const MAX_CODEBOOK_FEATURES = 64;

/** How far a signed message's clock may be from the edge's, in seconds, either way. Replay memory covers this window. */
export const MAX_CLOCK_SKEW_SECONDS = 300;

/** Most items in one delivery: each costs the edge up to fifteen messages between its own objects, of which a request may send 1,000. */
export const MAX_DELIVERY_ITEMS = 64;

/** Most link tokens that sign a record: its own, and one of each kind of identifier. */
export const MAX_RECORD_SIGNATURES = 5;

/** Largest signed message of a record, in UTF-16 code units: room for 500 record tokens of 25 characters. */
export const MAX_RECORD_MESSAGE_CHARS = 16_384;

/** Largest delivery, in bytes: 64 of the largest records, as JSON inside JSON. Usual ones are under 100 KB. */
export const MAX_DELIVERY_BYTES = 2_097_152;

/** Largest header with a connector's envelope, in characters: a read is some 700. */
export const MAX_CONNECTOR_HEADER_CHARS = 2_048;

/** Longest offer of a landing link, in seconds: 30 days, after which hardly any e-mail is opened. */
export const MAX_LANDING_LINK_SECONDS = 2_592_000;

/** Most landing links that are open for one token: a mailing a day. A further one ends the oldest. */
export const MAX_OPEN_LANDING_LINKS = 32;

/** Most record tokens of one kind in one field; a long name has about 30 delete-one neighbours. */
export const MAX_TOKENS_OF_A_KIND = 64;

/** Most public cells that one measurement separates people by. */
export const MAX_MEASUREMENT_CELLS = 1_024;

/** Most coordinates of the space that a measurement's centres live in. */
export const MAX_MEASUREMENT_FEATURES = 128;

/** Most bits of a coordinate: the square of the longest vote, times a million people, stays below 2^53. */
export const MAX_MEASUREMENT_BITS = 16;

/** Most field elements of one vote without its proof: at 8 bytes each, with proof and in base64url, 23 of the 25 KB there are. */
export const MAX_MEASUREMENT_ELEMENTS = 1_850;

/** Largest body of a contribution, in bytes: at most 24 KB of shares in base64url, its ballot and its receipt. */
export const MAX_CONTRIBUTION_BYTES = 32_768;

/** Largest share of one contribution, in bytes, and largest share of a sum. */
export const MAX_SHARE_BYTES = 25_600;

/** Most reports that the operators check together in one batch. */
export const MAX_BATCH_REPORTS = 64;

/** Largest body of a batch, or of an operator's answer to it, in bytes: 64 reports of 4 KB, without the edge's shares. */
export const MAX_BATCH_BYTES = 524_288;

/** Most objects that collect one round's reports side by side. */
export const MAX_REPORT_SHARDS = 64;

/** Most trigger rules of a site: each is looked at whenever something is seen a profile. */
export const MAX_TRIGGER_RULES = 100;

/** Most hours that a condition looks back: a year. */
export const MAX_CONDITION_HOURS = 8_784;

/** Longest time for which a rule's firings are remembered, in hours: 90 days. */
export const MAX_CAP_HOURS = 2_160;

/** Most firings of one rule for one profile within its cap's hours. */
export const MAX_CAP_TIMES = 20;
