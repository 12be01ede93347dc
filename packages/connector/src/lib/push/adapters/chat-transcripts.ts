import type { Adapter } from "./adapter.ts";

/** Chats: one record per conversation, with its turns in order. Sample: samples/chat-transcripts. */
export const CHAT_TRANSCRIPTS: Adapter = {
  name: "chat-transcripts",
  usual: {
    id: ["chat id", "conversation id", "thread id", "session id"],
    time: ["chat started", "start time", "opened at"],
    turns: [],
    resolved: ["resolved", "solved"],
  },
  words: {},
  isContact: true,
  readsDescriptions: false,
};
