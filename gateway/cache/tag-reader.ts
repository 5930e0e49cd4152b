import {
  type DocumentNode,
  getNamedType,
  getNullableType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { EntitySelection } from "./policy.ts";
import { fragmentsOf, objectsOf, operationOf, type Owned, ownedBy } from "./selections.ts";
import { ofList, ofOne, ofUnnamed } from "./tags.ts";

type Json = Readonly<Record<string, unknown>>;

/** Reads off an answer what it was made of (tags.ts); undefined when that is more than a cache can follow. */
export interface TagReader {
  tagsOf(document: DocumentNode, operationName: string | undefined, data: Json): string[] | undefined;
  /** Of what a subgraph said of one entity. */
  tagsOfEntity(selected: EntitySelection, representation: Json, entity: Json): string[] | undefined;
}

const TAGS_MAX = 500;
const TYPENAME = "__typename";

export function tagReaderOf(schema: GraphQLSchema): TagReader {
  const keys = entityKeysOf(schema);
  const heldLists = heldListsOf(schema, keys);

  /** @param told of the root, beside what its answer shows */
  const read = (document: DocumentNode, set: SelectionSetNode, root: Objects, value: Json, told?: Json) => {
    const fragments = fragmentsOf(document);
    const tags = new Set<string>();
    const note = (type: GraphQLObjectType, tag: string) => tags.add(type.name).add(tag);

    const visit = (sets: readonly SelectionSetNode[], types: Objects, values: readonly Json[], told?: Json) => {
      const typenameAt = placeOfTypename(fieldsIn(sets, types, schema, fragments));
      const groups = Map.groupBy(values, (value) => (typenameAt === undefined ? undefined : value[typenameAt]));
      for (const [typename, group] of groups) {
        const named = types.filter(({ name }) => name === typename);
        // A subgraph that knows an interface only (@interfaceObject) names no more than that.
        const here = named.length > 0 ? named : types;
        const fields = fieldsIn(sets, here, schema, fragments);
        for (const type of here) noteThings(type, here.length === 1 ? fields : [], group, told);
        for (const { at, name, below } of fields) visitField(ownedBy(here, name), below, valuesAt(group, at));
      }
    };

    /** By each of its names: nobody knows by which an event tells of it. Those that are not shown may be any. */
    const noteThings = (type: GraphQLObjectType, fields: Fields, values: readonly Json[], told: Json = {}) => {
      const names = keys.get(type);
      if (names?.length === 0) note(type, ofUnnamed(type.name));
      for (const key of names ?? []) {
        const at = fields.find(({ name }) => name === key)?.at;
        for (const value of values) note(type, tagOf(type, told[key] ?? (at === undefined ? undefined : value[at])));
      }
    };

    const visitField = (owned: readonly Owned[], below: readonly SelectionSetNode[], values: readonly unknown[]) => {
      const types = new Set(owned.map(({ field }) => getNamedType(field.type)).filter(isCompositeType));
      if (values.length === 0 || types.size === 0) return;
      const objects = [...new Set([...types].flatMap((type) => objectsOf(schema, type)))];
      const saysWhich = values.includes(null) || owned.some(({ field }) => isListType(getNullableType(field.type)));
      for (const type of objects) {
        if (saysWhich && keys.has(type)) note(type, ofList(type.name));
        for (const held of heldLists(type)) note(held, ofList(held.name));
      }
      visit(below, objects, (values.flat(Infinity) as unknown[]).filter(isJson));
    };

    visit([set], root, [value], told);
    return tags;
  };
  const followable = (tags: ReadonlySet<string>) => (tags.size > TAGS_MAX ? undefined : [...tags]);

  return {
    tagsOf: (document, operationName, data) => {
      const operation = operationOf(document, operationName);
      const root = operation && schema.getRootType(operation.operation);
      return root ? followable(read(document, operation.selectionSet, [root], data)) : undefined;
    },
    tagsOfEntity: ({ document, selected }, representation, entity) => {
      const type = schema.getType(String(representation.__typename));
      if (!isCompositeType(type)) return undefined;
      // Of an interface it is not known whose key it is.
      const told = isObjectType(type) ? representation : undefined;
      return followable(read(document, selected, objectsOf(schema, type), entity, told));
    },
  };
}

type Objects = readonly GraphQLObjectType[];
type Fields = readonly {
  readonly at: string;
  readonly name: string;
  readonly below: readonly SelectionSetNode[];
}[];

/** Fields and their places in the answer, each with all that is selected below it. One place may be of several. */
function fieldsIn(
  sets: readonly SelectionSetNode[],
  types: Objects,
  schema: GraphQLSchema,
  fragments: ReturnType<typeof fragmentsOf>,
): Fields {
  const fields = new Map<string, { at: string; name: string; below: SelectionSetNode[] }>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const { alias, name, selectionSet } = selection;
        const at = (alias ?? name).value;
        const id = `${at}:${name.value}`;
        const field = fields.get(id) ?? { at, name: name.value, below: [] };
        if (selectionSet) field.below.push(selectionSet);
        fields.set(id, field);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
      const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
      const possible = isCompositeType(condition) ? objectsOf(schema, condition) : types;
      if (types.some((type) => possible.includes(type))) collect(fragment.selectionSet);
    }
  };
  sets.forEach(collect);
  return [...fields.values()];
}

/** Where an object says its type, and can say nothing else whatever it is. */
function placeOfTypename(fields: Fields): string | undefined {
  const others = new Set(fields.filter(({ name }) => name !== TYPENAME).map(({ at }) => at));
  return fields.find(({ at, name }) => name === TYPENAME && !others.has(at))?.at;
}

function tagOf(type: GraphQLObjectType, id: unknown): string {
  return id == null ? ofUnnamed(type.name) : ofOne(type.name, String(id));
}

function valuesAt(objects: readonly Json[], at: string): unknown[] {
  return objects.map((object) => object[at]).filter((value) => value !== undefined);
}

/** Every entity with the fields that name it each by itself: those of its keys that are a single field. */
function entityKeysOf(schema: GraphQLSchema): ReadonlyMap<GraphQLObjectType, readonly string[]> {
  const keys = new Map<GraphQLObjectType, readonly string[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const joins = type.astNode?.directives?.filter(({ name }) => name.value === "join__type") ?? [];
    const written = joins.flatMap(({ arguments: given }) => {
      const key = given?.find(({ name }) => name.value === "key")?.value;
      return key?.kind === Kind.STRING ? [key.value.trim()] : [];
    });
    if (written.length > 0)
      keys.set(
        type,
        [...new Set(written)].filter((key) => /^\w+$/.test(key)),
      );
  }
  return keys;
}

/** The entities that a type which is none itself lists, as a connection does: its count depends on them too. */
function heldListsOf(schema: GraphQLSchema, keys: ReadonlyMap<GraphQLObjectType, unknown>) {
  const known = new Map<GraphQLObjectType, ReadonlySet<GraphQLObjectType>>();
  return (type: GraphQLObjectType): ReadonlySet<GraphQLObjectType> => {
    const before = known.get(type);
    if (before) return before;
    const held = new Set<GraphQLObjectType>();
    const seen = new Set<string>();
    const look = (owner: GraphQLObjectType, isListed: boolean): void => {
      if (keys.has(owner)) return void (isListed && held.add(owner));
      if (seen.has(`${owner.name} ${isListed}`)) return;
      seen.add(`${owner.name} ${isListed}`);
      for (const { type: of } of Object.values(owner.getFields())) {
        const named = getNamedType(of);
        if (!isCompositeType(named)) continue;
        for (const object of objectsOf(schema, named)) look(object, isListed || isListType(getNullableType(of)));
      }
    };
    if (!keys.has(type)) look(type, false);
    known.set(type, held);
    return held;
  };
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}
