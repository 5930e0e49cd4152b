import type { AnswerHeaders } from "#kernel/subgraph.ts";

/** The values of a header, each once, from whatever subgraph it came. */
export type HeardHeaders = ReadonlyMap<string, readonly string[]>;

/** Collects of subgraphs' answers the headers that go on to the client; `names` in lower case. */
export function hearHeaders(names: readonly string[]): {
  hear(headers: AnswerHeaders): void;
  readonly heard: HeardHeaders;
} {
  const heard = new Map<string, string[]>();
  return {
    heard,
    hear: (headers) => {
      for (const name of names) {
        const known = heard.get(name) ?? [];
        const values = [headers[name] ?? []].flat().filter((value) => !known.includes(value));
        if (values.length > 0) heard.set(name, [...known, ...values]);
      }
    },
  };
}
