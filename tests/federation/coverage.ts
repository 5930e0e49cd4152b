import { type Field, interfacesOf, type Model, type ObjectType, type Selection, type TypeRef } from "./model.ts";
import type { Call } from "./federation.ts";
import type { Operation } from "./grow-operation.ts";
import type { Expected } from "./monolith.ts";
import { TAKEN } from "./truth.ts";

export const CHAINED_REQUIRES = "@requires of what requires";

/** How often each thing that federation knows was met; a thing never met was never tested. */
export interface Coverage {
  readonly counts: ReadonlyMap<string, number>;
  missing(): string[];
  addModel(model: Model): void;
  addOperation(asked: Asked): void;
}

export interface Asked {
  readonly operation: Operation;
  readonly expected: Expected;
  readonly traffic: readonly Call[];
}

export function createCoverage(): Coverage {
  const counts = new Map([...Object.keys(OF_MODELS), ...Object.keys(OF_OPERATIONS)].map((name) => [name, 0]));
  const count = <Thing>(features: Record<string, (thing: Thing) => boolean>, thing: Thing) => {
    for (const [name, isMet] of Object.entries(features)) if (isMet(thing)) counts.set(name, counts.get(name)! + 1);
  };
  return {
    counts,
    missing: () => [...counts].filter(([, met]) => met === 0).map(([name]) => name),
    addModel: (model) => count(OF_MODELS, { model, objects: [...model.objects.values()], fields: fieldsOf(model) }),
    addOperation: (asked) => count(OF_OPERATIONS, asked),
  };
}

interface Seen {
  readonly model: Model;
  readonly objects: readonly ObjectType[];
  readonly fields: readonly Field[];
}

const OF_MODELS: Record<string, (seen: Seen) => boolean> = {
  "several keys": ({ objects }) => objects.some(({ keys }) => keys.length > 1),
  "key of several fields": ({ objects }) => objects.some(({ keys }) => keys.some(({ fields }) => fields.length > 1)),
  "key of which a part may be null": ({ fields }) => fields.some(({ isKey, type }) => isKey && !type.isNonNull),
  "nested key": ({ objects }) => objects.some(({ keys }) => keys.some(({ fields }) => fields.some(isNested))),
  "reference that is not resolvable": ({ objects }) =>
    presences(objects).some(({ keys }) => [...keys.values()].some(({ isResolvable }) => !isResolvable)),
  "subgraphs without a key in common": ({ objects }) => objects.some(hasDisjointHomes),
  "value type": ({ objects }) => objects.some(({ kind, presence }) => kind === "value" && presence.size > 1),
  "@shareable field": ({ objects }) =>
    objects.some(({ kind, fields }) => kind === "entity" && [...fields.values()].some(isShared)),
  "@shareable root field": ({ objects }) =>
    objects.some(({ kind, fields }) => kind === "root" && [...fields.values()].some(isShared)),
  "nullable in one subgraph only": ({ fields }) => fields.some(({ strictIn }) => strictIn.size > 0),
  interface: ({ model }) => model.interfaces.has("Named"),
  "interface with other members elsewhere": ({ model }) => differs(model.interfaces.get("Named")?.presence),
  "interface stricter in a member": ({ model, objects }) =>
    objects.some(({ name, fields }) =>
      interfacesOf(model, name).some((type) =>
        [...type.fields].some(([field, { isNonNull }]) => !isNonNull && fields.get(field)?.type.isNonNull),
      ),
    ),
  union: ({ model }) => model.unions.size > 0,
  "union with other members elsewhere": ({ model }) => differs(model.unions.get("Thing")?.presence),
  "@interfaceObject": ({ model }) => model.interfaces.has("Being"),
  "@interfaceObject with @requires": ({ model }) => (model.interfaces.get("Being")?.entity?.externals.size ?? 0) > 0,
  "@requires": ({ fields }) => fields.some(({ requires }) => requires),
  "@requires with arguments": ({ fields }) => someRequires(fields, ({ args }) => args !== undefined),
  "@requires of what is nested": ({ fields }) => someRequires(fields, isNested),
  "@requires by type": ({ fields }) => someRequires(fields, ({ on }) => on !== undefined),
  [CHAINED_REQUIRES]: ({ fields }) => fields.some(({ isRequired, requires }) => isRequired && requires),
  "@fromContext": ({ fields }) => fields.some(({ takes }) => takes),
  "@fromContext of what is nested": ({ fields }) => fields.some(({ takes }) => takes && isNested(takes.selection)),
  "@fromContext of what another subgraph resolves": ({ objects, fields }) =>
    fields.some(({ takes }) =>
      objects.some(
        ({ name, fields: own }) =>
          takes?.setters.includes(name) && !own.get(takes.selection.field)!.owners.has(takes.subgraph),
      ),
    ),
  "@provides": ({ fields }) => fields.some(({ provides }) => provides.size > 0),
  "@provides of what is nested": ({ fields }) => someProvides(fields, isNested),
  "@provides by type": ({ fields }) => someProvides(fields, ({ on }) => on !== undefined),
  "@override": ({ fields }) => fields.some(({ override }) => override && !override.label),
  "@override with a label": ({ fields }) => fields.some(({ override }) => override?.label),
  "@inaccessible": ({ fields }) => fields.some(({ isInaccessible }) => isInaccessible),
  "@inaccessible key": ({ fields }) => fields.some(({ isInaccessible, isKey }) => isInaccessible && isKey),
  "@inaccessible and required": ({ fields }) =>
    fields.some(({ isInaccessible, isRequired }) => isInaccessible && isRequired),
  "list of lists": ({ fields }) => fields.some(({ type }) => isList(type) && isList(type.of as TypeRef)),
  arguments: ({ fields }) => fields.some(({ args }) => args.length > 0),
  "argument with a default": ({ fields }) =>
    fields.some(({ args }) => args.some(({ byDefault }) => byDefault !== undefined)),
  "field that throws": ({ fields }) => fields.some(({ fault }) => fault === "throws"),
  "null where none may be": ({ fields }) => fields.some(({ fault }) => fault === "null"),
  "required field that throws": ({ fields }) => fields.some(({ fault, isRequired }) => fault !== "none" && isRequired),
};

const OF_OPERATIONS: Record<string, (asked: Asked) => boolean> = {
  mutation: ({ operation }) => operation.query.startsWith("mutation"),
  "several mutations": ({ operation, traffic }) =>
    operation.query.startsWith("mutation") && traffic.filter(({ request }) => isMutation(request.document)).length > 1,
  variables: ({ operation }) => Object.keys(operation.variables).length > 0,
  "@skip or @include": ({ operation }) => /@(skip|include)/.test(operation.query),
  "named fragment": ({ operation }) => /^fragment /m.test(operation.query),
  "type condition": ({ operation }) => operation.query.includes("... on"),
  alias: ({ operation }) => /\w: \w+[ ({]/.test(operation.query.replace(/^.*\{/, "")),
  __typename: ({ operation }) => operation.query.includes("__typename"),
  "more than one fetch": ({ traffic }) => traffic.length > 1,
  "more than three fetches": ({ traffic }) => traffic.length > 3,
  "fetch of several entities": ({ traffic }) => traffic.some(({ request }) => representationsOf(request.variables) > 1),
  "value taken from above": ({ traffic }) => traffic.some(({ request }) => request.document.includes(`${TAKEN}:`)),
  "different values taken from above": ({ traffic }) =>
    traffic.some(({ request }) => request.document.split(`${TAKEN}:`).length > 2),
  "field error": ({ expected }) => (expected.errors ?? []).length > 0,
  "nothing but null": ({ expected }) => expected.data === null,
  "subgraph down": ({ operation }) => operation.down !== undefined,
  "subgraph down, part of the answer safe": ({ operation, expected }) =>
    operation.down !== undefined &&
    expected.least !== null &&
    JSON.stringify(expected.least) !== JSON.stringify(expected.data),
};

function fieldsOf(model: Model): Field[] {
  const added = [...model.interfaces.values()].flatMap(({ entity }) => [...(entity?.fields.values() ?? [])]);
  return [...[...model.objects.values()].flatMap(({ fields }) => [...fields.values()]), ...added];
}

function presences(objects: readonly ObjectType[]) {
  return objects.flatMap(({ presence }) => [...presence.values()]);
}

function hasDisjointHomes({ kind, presence }: ObjectType): boolean {
  const homes = [...presence.values()].map(({ keys }) => keys);
  return (
    kind === "entity" && homes.some((one) => homes.some((other) => ![...one.keys()].some((key) => other.has(key))))
  );
}

function differs(presence: ReadonlyMap<string, readonly string[]> | undefined): boolean {
  return new Set([...(presence?.values() ?? [])].map((members) => members.join())).size > 1;
}

function isShared({ owners }: Field): boolean {
  return owners.size > 1;
}

function isNested({ selections }: Selection): boolean {
  return selections.length > 0;
}

function isList({ of }: TypeRef): boolean {
  return typeof of !== "string";
}

function someRequires(fields: readonly Field[], isMet: (selection: Selection) => boolean): boolean {
  return fields.some(({ requires = [] }) => someBelow(requires, isMet));
}

function someProvides(fields: readonly Field[], isMet: (selection: Selection) => boolean): boolean {
  return fields.some(({ provides }) => [...provides.values()].some((selections) => someBelow(selections, isMet)));
}

function someBelow(selections: readonly Selection[], isMet: (selection: Selection) => boolean): boolean {
  return selections.some((selection) => isMet(selection) || someBelow(selection.selections, isMet));
}

function isMutation(document: string): boolean {
  return document.startsWith("mutation");
}

function representationsOf(variables: Readonly<Record<string, unknown>> | undefined): number {
  return Array.isArray(variables?.representations) ? variables.representations.length : 0;
}
