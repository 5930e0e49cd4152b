import { freeName } from "./grow-fields.ts";
import { newField } from "./grow-types.ts";
import {
  type Field,
  type InterfaceType,
  isComposite,
  membersIn,
  type Model,
  namedTypeOf,
  type ObjectType,
  type Selection,
  type TypeRef,
} from "./model.ts";
import { ensurePresent, own, presenceOf } from "./presence.ts";
import type { Random } from "./random.ts";
import { constantArgs } from "./constant-args.ts";
import { isSelectable, resolvesOrDid } from "./selectable.ts";

const DEPTH_MAX = 2;

/** A new field that its subgraph computes from fields of others. */
export function growRequires(model: Model, random: Random, type: ObjectType, home: string): void {
  const candidates = [...type.fields.values()].filter(
    (field) => isRequirable(model, field) && !resolvesOrDid(field, home) && isSelectable(model, field, home),
  );
  const requires = random
    .some(candidates, 1, 2)
    .flatMap((field) => select(model, random, type, field, home, DEPTH_MAX) ?? []);
  if (requires.length === 0) return;
  const field = computedField(model, random, [type], [type.name, "Int", "String"]);
  type.fields.set(field.name, field);
  own(model, random, field, home);
  field.requires = requires;
}

/** The same for all members of an interface, by a subgraph that knows it as an object. */
export function growRequiresOfInterface(
  model: Model,
  random: Random,
  { members, fields, entity }: InterfaceType,
): void {
  if (!entity) return;
  const types = members.map((name) => model.objects.get(name)!);
  const fieldsNamed = (name: string) => types.map((type) => type.fields.get(name)!);
  const isKnown = (field: Field) => isRequirable(model, field) && field.owners.has(entity.keyIn);
  const candidates = [...fields.keys()].filter((name) => name !== "id" && fieldsNamed(name).every(isKnown));
  if (candidates.length === 0) return;
  const requires = random.some(candidates, 1, 2).map((name) => {
    for (const field of fieldsNamed(name)) field.isRequired = true;
    entity.externals.add(name);
    const args = constantArgs(random, fieldsNamed(name)[0]!.args);
    return { field: name, ...(args && { args }), selections: [] };
  });
  const field = computedField(model, random, types, ["Int", "String"]);
  entity.fields.set(field.name, field);
  own(model, random, field, entity.objectIn);
  field.requires = requires;
}

function computedField(model: Model, random: Random, types: readonly ObjectType[], names: readonly string[]): Field {
  const ref: TypeRef = { of: random.pick(names), isNonNull: random.chance(0.3) };
  return newField(freeName(model, random, types), ref);
}

/** A computed field that may not be null would take what belongs to others along when what it needs fails. */
function isRequirable({ chainedRequires }: Model, { kind, requires, takes, type }: Field): boolean {
  return kind === "plain" && !takes && (!requires || (chainedRequires && !type.isNonNull));
}

/** Undefined when a field of a composite type has nothing below that can be selected. */
function select(
  model: Model,
  random: Random,
  type: ObjectType,
  field: Field,
  home: string,
  depth: number,
): Selection | undefined {
  const selections = selectionsBelow(model, random, field, home, depth);
  if (selections.length === 0 && isComposite(model, namedTypeOf(field.type))) return undefined;
  if (!resolvesOrDid(field, home)) presenceOf(type, home).externals.add(field.name);
  field.isRequired = true;
  const args = constantArgs(random, field.args);
  return { field: field.name, ...(args && { args }), selections };
}

function selectionsBelow(model: Model, random: Random, field: Field, home: string, depth: number): Selection[] {
  const name = namedTypeOf(field.type);
  return membersIn(model, home, name).flatMap((member) => {
    const type = model.objects.get(member)!;
    if (type.barredFrom.has(home)) return [];
    ensurePresent(model, random, member, home);
    const below = [...type.fields.values()].filter(
      (inner) =>
        isRequirable(model, inner) &&
        isSelectable(model, inner, home) &&
        inner.override?.from !== home &&
        // Composition does not come back to the subgraph whose need it looks after.
        [...inner.owners].some((owner) => owner !== home) &&
        (depth > 1 || !isComposite(model, namedTypeOf(inner.type))),
    );
    return random
      .some(below, 1, 2)
      .flatMap((inner) => select(model, random, type, inner, home, depth - 1) ?? [])
      .map((selection) => (member === name ? selection : { ...selection, on: member }));
  });
}
