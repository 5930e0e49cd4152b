import type { TestEvent } from "node:test/reporters";

/** One test that ended. */
export interface Ended {
  readonly passed: boolean;
  readonly name: string;
  readonly file: string;
  readonly nesting: number;
  /** Whether the test itself failed or took too long, rather than something around it. */
  readonly byItself: boolean;
}

const OWN_FAILURES = new Set(["testCodeFailure", "testTimeoutFailure", "subtestsFailed"]);

/** Writes each test's end as a line of JSON, as soon as it is known: a run that is killed has told what it knew. */
export default async function* outcomeReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if ((type !== "test:pass" && type !== "test:fail") || data.details.type === "suite") continue;
    const { name, file = "", nesting } = data;
    const failure = (data.details as { error?: { failureType?: string } }).error?.failureType ?? "";
    const ended: Ended = { passed: type === "test:pass", name, file, nesting, byItself: OWN_FAILURES.has(failure) };
    yield `${JSON.stringify(ended)}\n`;
  }
}
