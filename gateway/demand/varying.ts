export type Variables = Readonly<Record<string, unknown>>;

export type Plain = number | boolean | undefined;

/** Known of an operation once and for all, or only with the variables of a request. */
export type Varying<Value extends Plain> = Value | ((variables: Variables) => Value);

/** Known at once where all of its parts are. */
export function combine<Parts extends readonly Plain[], Value extends Plain>(
  parts: { readonly [Index in keyof Parts]: Varying<Parts[Index]> },
  how: (...parts: Parts) => Value,
): Varying<Value> {
  const all = parts as readonly Varying<Plain>[];
  const result = (variables: Variables) => how(...(all.map((part) => resolve(part, variables)) as unknown as Parts));
  return all.some((part) => typeof part === "function") ? result : result({});
}

export function resolve<Value extends Plain>(part: Varying<Value>, variables: Variables): Value {
  return typeof part === "function" ? part(variables) : part;
}

/** What is known of it is added up at once. */
export function sum(costs: readonly Varying<number>[]): Varying<number> {
  const open = costs.filter((cost) => typeof cost === "function");
  const known = costs.reduce<number>((total, cost) => (typeof cost === "number" ? total + cost : total), 0);
  if (open.length === 0) return known;
  return (variables) => open.reduce((total, cost) => total + cost(variables), known);
}

/** The cost where the condition holds; elsewhere it is not even asked for. */
export function when(condition: Varying<boolean>, cost: Varying<number>): Varying<number> {
  if (typeof condition !== "function") return condition ? cost : 0;
  return (variables) => (condition(variables) ? resolve(cost, variables) : 0);
}
