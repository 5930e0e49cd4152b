import { isDeepStrictEqual } from "node:util";
import { ask } from "./probe.ts";
import { referenceAnswers } from "./reference.ts";
import type { QueryName, SharedData } from "./shared-data.ts";

/** What every target is asked, and what it must answer. */
export interface Questions {
  readonly queries: Readonly<Record<QueryName, string>>;
  readonly reference: Readonly<Record<QueryName, object>>;
}

const ANSWER_CHARACTERS_MAX = 500;

export function questionsOf(data: SharedData): Questions {
  return { queries: data.queries, reference: referenceAnswers(data) };
}

/** Throws when an answer is not the reference's. Copies come at once, so that a shared answer is looked at too. */
export async function compare(url: string, { queries, reference }: Questions): Promise<void> {
  for (const name of ["large", "small"] as const) {
    for (const answer of await Promise.all([ask(url, queries[name]), ask(url, queries[name])])) {
      if (isDeepStrictEqual(answer, reference[name])) continue;
      const start = JSON.stringify(answer).slice(0, ANSWER_CHARACTERS_MAX);
      throw new Error(`its answer to the ${name} query is not the reference's: ${start}`);
    }
  }
}
