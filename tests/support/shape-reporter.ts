import type { TestEvent } from "node:test/reporters";

/** End-to-end tests carry their shape in their name: `places an order [one process]`. This lists which ran in which. */
const SHAPE = /^(.*) \[(one process|services)\]$/;

export default async function* shapeReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const ran = new Map<string, Set<string>>();
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const [, name, shape] = SHAPE.exec(data.name) ?? [];
    if (name && shape) ran.set(name, (ran.get(name) ?? new Set()).add(shape));
  }
  if (ran.size === 0) return;
  yield "\nEnd-to-end tests by shape\n";
  for (const [name, shapes] of ran) yield `  ${[...shapes].sort().join(" + ").padEnd(22)} ${name}\n`;
}
