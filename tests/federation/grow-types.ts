import { type Field, type Key, type Model, type ObjectType, type Selection, type TypeRef } from "./model.ts";
import { declareKey } from "./presence.ts";
import type { Random } from "./random.ts";

/** Who there is and who knows whom: entities by their keys, values, interfaces and unions; no fields but keys yet. */
export function growTypes(model: Model, random: Random): void {
  const entities = ["Ant", "Bee", "Cat", "Dog", "Elk"].slice(0, random.int(2, 5));
  for (const name of entities) growEntity(model, random, name);
  for (const name of ["Size", "Note"].slice(0, random.int(1, 2))) model.objects.set(name, objectType(name, "value", 0));
  growInterfaces(model, random, entities);
  for (const name of entities) growHomes(model, random, model.objects.get(name)!);
  for (const name of entities) dropUnknownKeys(model.objects.get(name)!);
  for (const name of ["Query", "Mutation"]) {
    if (name === "Mutation" && random.chance(0.4)) continue;
    const root = objectType(name, "root", 0);
    model.objects.set(name, root);
    for (const subgraph of model.subgraphs) root.presence.set(subgraph, { keys: new Map(), externals: new Set() });
  }
}

function growEntity(model: Model, random: Random, name: string): void {
  const type = objectType(name, "entity", random.int(2, 4));
  const earlier = [...model.objects.values()].filter(({ kind }) => kind === "entity");
  const kinds = random.chance(0.8) ? ["id"] : [];
  if (random.chance(0.35)) kinds.push("sku");
  if (random.chance(0.25)) kinds.push("region code");
  if (earlier.length > 0 && random.chance(0.2)) kinds.push("spot nr");
  if (kinds.length === 0) kinds.push(random.pick(["id", "sku", "region code"]));
  model.objects.set(name, type);
  for (const kind of kinds)
    type.keys.push(growKey(type, kind, random.chance(0.4), kind === "spot nr" ? random.pick(earlier) : undefined));
}

/** One part of a key of several may be nullable: null is a value like others then. */
export function growKey(type: ObjectType, kind: string, mayLackPart: boolean, spot: ObjectType | undefined): Key {
  const field = (name: string, of: string, made: Field["kind"]) =>
    addField(type, name, { of, isNonNull: made !== "remainder" || !mayLackPart }, made);
  switch (kind) {
    case "id":
    case "sku":
      field(kind, kind === "id" ? "ID" : "String", "unique");
      return { fields: [leaf(kind)] };
    case "region code":
      field("region", "Int", "remainder");
      field("code", "String", "quotient");
      return { fields: [leaf("region"), leaf("code")] };
    default:
      field("spot", spot!.name, "remainder");
      field("nr", "Int", "quotient");
      return { fields: [{ field: "spot", selections: spot!.keys[0]!.fields }, leaf("nr")] };
  }
}

function growInterfaces(model: Model, random: Random, entities: readonly string[]): void {
  if (random.chance(0.55)) growEntityInterface(model, random, entities);
  const named = (min: number, max: number) => random.some([...model.objects.keys()], min, max);
  if (random.chance(0.7))
    model.interfaces.set("Named", { name: "Named", members: named(2, 3), fields: new Map(), presence: new Map() });
  if (random.chance(0.7)) model.unions.set("Thing", { name: "Thing", members: named(2, 4), presence: new Map() });
}

/** An interface with a key in one subgraph, and an object of that name in another, which knows nothing of its members. */
function growEntityInterface(model: Model, random: Random, entities: readonly string[]): void {
  const spots = new Set([...model.objects.values()].map(({ fields }) => fields.get("spot")?.type.of));
  const candidates = entities
    .map((name) => model.objects.get(name)!)
    .filter(({ name, fields }) => fields.has("id") && !fields.has("spot") && !spots.has(name));
  const members = random.some(candidates, 1, 3);
  if (members.length === 0) return;
  const [keyIn, objectIn] = (random.chance(0.5) ? model.subgraphs : model.subgraphs.toReversed()) as [string, string];
  for (const { barredFrom } of members) barredFrom.add(objectIn);
  model.interfaces.set("Being", {
    ...{ name: "Being", members: members.map(({ name }) => name), fields: new Map(), presence: new Map() },
    entity: { keyIn, objectIn, fields: new Map(), externals: new Set() },
  });
}

/** The subgraphs that resolve an entity, each reachable from each by keys they share, if only by way of others. */
function growHomes(model: Model, random: Random, type: ObjectType): void {
  const entityInterfaces = [...model.interfaces.values()].filter(
    ({ entity, members }) => entity && members.includes(type.name),
  );
  const musts = entityInterfaces.map(({ entity }) => entity!.keyIn);
  const may = model.subgraphs.filter((name) => !type.barredFrom.has(name) && !musts.includes(name));
  const others = random.some(may, musts.length > 0 ? 0 : 1, may.length);
  const known = new Set<Key>();
  for (const subgraph of [...musts, ...others]) {
    type.presence.set(subgraph, { keys: new Map(), externals: new Set() });
    const shared = known.size > 0 ? random.pick([...known]) : random.pick(type.keys);
    const id = type.keys.filter(({ fields }) => musts.includes(subgraph) && fields[0]!.field === "id");
    for (const key of new Set([shared, ...id, ...type.keys.filter(() => random.chance(0.35))])) {
      declareKey(model, random, type, key, subgraph, true);
      known.add(key);
    }
  }
}

function dropUnknownKeys(type: ObjectType): void {
  const known = new Set([...type.presence.values()].flatMap(({ keys }) => [...keys.keys()]));
  for (const field of type.fields.values()) if (field.owners.size === 0) type.fields.delete(field.name);
  type.keys.splice(0, Infinity, ...type.keys.filter((key) => known.has(key)));
}

export function objectType(name: string, kind: ObjectType["kind"], count: number): ObjectType {
  return { name, kind, count, fields: new Map(), keys: [], presence: new Map(), barredFrom: new Set() };
}

function addField(type: ObjectType, name: string, ref: TypeRef, kind: Field["kind"]): Field {
  const field = newField(name, ref, kind);
  type.fields.set(name, field);
  return field;
}

export function newField(name: string, type: TypeRef, kind: Field["kind"] = "plain", args: Field["args"] = []): Field {
  return {
    ...{ name, type, kind, args, owners: new Set(), strictIn: new Set(), providedIn: new Set(), provides: new Map() },
    ...{ isInaccessible: false, fault: "none", isKey: false, isRequired: false },
  };
}

function leaf(field: string): Selection {
  return { field, selections: [] };
}
