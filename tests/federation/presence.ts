import {
  type Field,
  type Key,
  type Model,
  namedTypeOf,
  type ObjectType,
  type Presence,
  type Selection,
} from "./model.ts";
import type { Random } from "./random.ts";

/** Makes a subgraph know an object type, at least by a key that leads to somebody who knows more. */
export function ensurePresent(model: Model, random: Random, typeName: string, subgraph: string): void {
  const type = model.objects.get(typeName);
  if (!type || type.presence.has(subgraph)) return;
  type.presence.set(subgraph, { keys: new Map(), externals: new Set() });
  if (type.kind === "entity") {
    const resolvable = type.keys.filter((key) =>
      [...type.presence.values()].some(({ keys }) => keys.get(key)?.isResolvable),
    );
    declareKey(model, random, type, random.pick(resolvable), subgraph, random.chance(0.5));
  } else for (const field of type.fields.values()) own(model, random, field, subgraph);
}

export function declareKey(
  model: Model,
  random: Random,
  type: ObjectType,
  key: Key,
  subgraph: string,
  isResolvable: boolean,
): void {
  presenceOf(type, subgraph).keys.set(key, { isResolvable });
  ownSelected(model, random, type, key.fields, subgraph);
}

/** The subgraph resolves the field from now on, and knows what it returns. */
export function own(model: Model, random: Random, field: Field, subgraph: string): void {
  field.owners.add(subgraph);
  ensurePresent(model, random, namedTypeOf(field.type), subgraph);
}

/** The subgraphs that an entity's representation can be sent to. */
export function homesOf({ presence }: ObjectType): string[] {
  const isHome = ([, { keys }]: [string, Presence]) => [...keys.values()].some(({ isResolvable }) => isResolvable);
  return [...presence].filter(isHome).map(([name]) => name);
}

export function presenceOf(type: ObjectType, subgraph: string): Presence {
  const presence = type.presence.get(subgraph);
  if (!presence) throw new Error(`${subgraph} does not know ${type.name}`);
  return presence;
}

function ownSelected(
  model: Model,
  random: Random,
  type: ObjectType,
  selections: readonly Selection[],
  subgraph: string,
) {
  for (const { field: name, selections: below } of selections) {
    const field = type.fields.get(name)!;
    own(model, random, field, subgraph);
    field.isKey = true;
    if (below.length > 0) ownSelected(model, random, model.objects.get(namedTypeOf(field.type))!, below, subgraph);
  }
}
