/** Longest text that is read, in UTF-16 code units; what follows is cut off. A chat message or a search is far shorter. */
export const MAX_TEXT_CHARS = 2_000;
/** Most words of a text that are read; what follows is left out. With the next limit it bounds the features. */
export const MAX_TEXT_WORDS = 256;
/** Longest piece of a word, in code points. A longer run of letters, such as a sentence of Chinese, is read in pieces. */
export const MAX_WORD_CHARS = 24;
