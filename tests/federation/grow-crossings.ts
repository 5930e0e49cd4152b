import { growProvides } from "./grow-provides.ts";
import { growRequires, growRequiresOfInterface } from "./grow-requires.ts";
import {
  type Field,
  interfacesOf,
  isComposite,
  type Model,
  namedTypeOf,
  type ObjectType,
  type TypeRef,
} from "./model.ts";
import { ensurePresent, homesOf } from "./presence.ts";
import type { Random } from "./random.ts";

/** What makes fields cross subgraphs: @requires, @provides, @override, @inaccessible; and what fails. */
export function growCrossings(model: Model, random: Random): void {
  const entities = [...model.objects.values()].filter(({ kind }) => kind === "entity");
  for (const type of entities) for (const field of type.fields.values()) growOverride(model, random, type, field);
  for (const type of entities)
    for (const home of homesOf(type)) if (random.chance(0.4)) growRequires(model, random, type, home);
  for (const type of model.interfaces.values()) if (random.chance(0.5)) growRequiresOfInterface(model, random, type);
  for (const type of model.objects.values())
    if (type.kind !== "value")
      for (const field of type.fields.values())
        for (const owner of field.owners) if (random.chance(0.3)) growProvides(model, random, field, owner);
  for (const type of model.objects.values()) growInaccessible(model, random, type);
  for (const type of model.objects.values()) for (const field of type.fields.values()) growFault(random, field);
  for (const { entity } of model.interfaces.values())
    for (const field of entity?.fields.values() ?? []) growFault(random, field);
}

function growOverride(model: Model, random: Random, type: ObjectType, field: Field): void {
  const [owner] = field.owners;
  if (field.owners.size !== 1 || field.kind !== "plain" || field.takes || !random.chance(0.15)) return;
  const named = namedTypeOf(field.type);
  if (isComposite(model, named) && !model.objects.has(named)) return;
  const others = homesOf(type).filter((home) => home !== owner && !model.objects.get(named)?.barredFrom.has(home));
  if (others.length === 0) return;
  const from = random.pick(others);
  ensurePresent(model, random, named, from);
  field.override = random.chance(0.3) ? { from, label: "percent(50)" } : { from };
}

function growInaccessible(model: Model, random: Random, type: ObjectType): void {
  const ofInterfaces = interfacesOf(model, type.name).flatMap(({ fields }) => [...fields.keys()]);
  for (const field of type.fields.values()) {
    const others = [...type.fields.values()].filter((other) => other !== field && !other.isInaccessible);
    if (others.length === 0 || ofInterfaces.includes(field.name) || !random.chance(0.07)) continue;
    field.isInaccessible = true;
  }
}

/**
 * What is required fails only where its own null is the end of it: a hidden fetch that takes other fields along would
 * leave the client without things that one service gives it.
 */
function growFault(random: Random, field: Field): void {
  if (field.isKey || field.kind !== "plain" || field.strictIn.size > 0 || !random.chance(0.2)) return;
  if (field.isRequired && field.type.isNonNull) return;
  field.fault = !field.isRequired && hasNonNull(field.type) && random.chance(0.5) ? "null" : "throws";
}

function hasNonNull({ of, isNonNull }: TypeRef): boolean {
  return isNonNull || (typeof of !== "string" && hasNonNull(of));
}
