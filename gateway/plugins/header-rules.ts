import type { SubgraphExecutor, SubgraphRequest } from "#kernel/executor.ts";

/** Which headers a subgraph gets with each call. */
export interface HeaderRules {
  /** Of the client's, as they came. */
  readonly forward: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** Those for all subgraphs and those for one together: what is set comes before what is forwarded, and what is removed before both. */
export function joinHeaderRules(all: HeaderRules, own: HeaderRules | undefined): HeaderRules {
  const lower = (names: readonly string[] = []) => names.map((name) => name.toLowerCase());
  const set = Object.entries({ ...all.set, ...own?.set }).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    forward: [...lower(all.forward), ...lower(own?.forward)],
    set: Object.fromEntries(set),
    remove: [...lower(all.remove), ...lower(own?.remove)],
  };
}

/** A subgraph that gets the headers that its rules say; `offered` are those of clients that requests bring. */
export function withHeaderRules(
  executor: SubgraphExecutor,
  { forward, set, remove }: HeaderRules,
  offered: readonly string[],
): SubgraphExecutor {
  const fixed = Object.entries(set).filter(([name]) => !remove.includes(name));
  const passes = new Set(forward.filter((name) => !remove.includes(name) && !(name in set)));
  const isTraced = !remove.includes("traceparent");
  if (isTraced && fixed.length === 0 && offered.every((name) => passes.has(name))) return executor;
  const apply = (request: SubgraphRequest): SubgraphRequest => {
    const forwarded = fixed.flat();
    const { forwarded: given = [] } = request;
    for (let at = 0; at < given.length; at += 2) if (passes.has(given[at]!)) forwarded.push(given[at]!, given[at + 1]!);
    return { ...request, forwarded, span: isTraced ? request.span : undefined };
  };
  return {
    ...executor,
    execute: (request) => executor.execute(apply(request)),
    subscribe: (request) => executor.subscribe(apply(request)),
  };
}
