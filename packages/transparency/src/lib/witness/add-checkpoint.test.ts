import { expect, test } from "vitest";
import { addCheckpointBody, parseAddCheckpoint } from "./add-checkpoint.ts";

// The request that the specification shows.
const EXAMPLE = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

test("the specification's request is read, and written again byte for byte", () => {
  const request = parseAddCheckpoint(EXAMPLE);
  if (!request) throw new Error("not read");
  expect([request.oldSize, request.proof.length, request.note.split("\n")[1]]).toEqual([20852014, 4, "20852163"]);
  expect(addCheckpointBody(request)).toBe(EXAMPLE);
  expect(parseAddCheckpoint(addCheckpointBody({ ...request, oldSize: 0, proof: [] }))?.proof).toEqual([]);
});

test.each([
  ["a size with a zero before it", EXAMPLE.replace("old 2", "old 02")],
  ["no size", EXAMPLE.slice(EXAMPLE.indexOf("\n") + 1)],
  ["a hash of another length", EXAMPLE.replace("PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=", "PlRNCrw=")],
  ["a hash that is not base64", EXAMPLE.replace("PlRN", "Pl_N")],
  ["no checkpoint", EXAMPLE.slice(0, EXAMPLE.indexOf("\n\n") + 2)],
  ["64 hashes", EXAMPLE.replace("\n", `\n${"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n".repeat(60)}`)],
])("a request with %s is not read", (_, body) => {
  expect(parseAddCheckpoint(body)).toBeUndefined();
});
