import { createServer } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { ResponseReader } from "./response-reader.ts";

const text = (answers: ReturnType<ResponseReader["push"]>) =>
  answers.map(({ status, body }) => [status, body.toString()]);

test("reads answers from chunks of any size", () => {
  const bytes = Buffer.from(
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" +
      "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n" +
      "HTTP/1.1 429 Too Many Requests\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab\n\r\n2\r\ncd\r\n0\r\n\r\n" +
      "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
  );
  const expected = [
    [200, "hello"],
    [304, ""],
    [429, "ab\ncd"],
    [200, ""],
  ];
  for (const size of [1, 2, 7, 64, bytes.length]) {
    const reader = new ResponseReader();
    const answers = [];
    for (let at = 0; at < bytes.length; at += size) answers.push(...reader.push(bytes.subarray(at, at + size)));
    expect(text(answers), `in pieces of ${size}`).toEqual(expected);
  }
});

test("rejects bytes that are not HTTP, and answers without a length", () => {
  expect(() => new ResponseReader().push(Buffer.from("SSH-2.0-x\r\n\r\n"))).toThrow("not an HTTP/1.1 answer");
  expect(() => new ResponseReader().push(Buffer.from("HTTP/1.1 200 OK\r\n\r\n"))).toThrow("without a length");
});

test("reads a real server's answers", async () => {
  const server = createServer((request, response) => {
    if (request.url === "/chunked") response.write("in two ");
    response.end("parts");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const socket = connect({ port: typeof address === "object" && address ? address.port : 0, host: "127.0.0.1" });
  const reader = new ResponseReader();
  const answers: ReturnType<ResponseReader["push"]> = [];
  for (const path of ["/", "/chunked"]) {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const before = answers.length;
    while (answers.length === before) {
      const [chunk] = await once(socket, "data");
      answers.push(...reader.push(chunk));
    }
  }
  socket.destroy();
  server.close();
  expect(text(answers)).toEqual([
    [200, "parts"],
    [200, "in two parts"],
  ]);
});
