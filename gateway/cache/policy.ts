import {
  type DocumentNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { FieldNeeds, Need } from "../planning/field-needs.ts";
import type { AccessRules } from "../plugins/access-rules.ts";
import { readHints } from "./hints.ts";
import { fragmentsOf, objectsOf, operationOf, type Owned, ownedBy } from "./selections.ts";

/** How long an answer may be kept, and whether it may be given to others than its caller. 0: not at all. */
export interface CachePolicy {
  readonly maxAgeSeconds: number;
  readonly scope: "PUBLIC" | "PRIVATE";
}

export type Variables = Readonly<Record<string, unknown>>;

export interface CacheControl {
  policyOf(document: DocumentNode, operationName: string | undefined, variables: Variables): CachePolicy;
  /** Of what a document for a subgraph selects of an entity of this type, below one of its `_entities`. */
  policyOfEntity(selected: EntitySelection, typeName: string, variables: Variables): CachePolicy;
}

/** What is asked of the entities of one list. */
export interface EntitySelection {
  readonly document: DocumentNode;
  readonly selected: SelectionSetNode;
}

/** What one selected thing demands; Infinity: as long as what it is a part of. */
interface Demand {
  readonly maxAgeSeconds: number;
  readonly isPrivate: boolean;
}

/** It counts only with these variables, by `@include` and `@skip`. */
interface Clause extends Demand {
  readonly when: readonly { readonly variable: string; readonly is: boolean }[];
}

interface Compiled {
  readonly clauses: readonly Clause[];
  readonly defaults: Variables;
}

/**
 * Reads @cacheControl as Apollo documents it: the least of all that is selected decides; a field at the root, or one of
 * an object, that nothing is said of is not kept; other fields follow their parent. Beyond that, a `maxAge` without a
 * scope is PRIVATE, a field at the root says PUBLIC itself or is PRIVATE, and so is what an access rule guards; and what
 * a field needs through @requires and @fromContext counts as if it had been selected: its value tells of theirs.
 */
export function cacheControlOf(schema: GraphQLSchema, access: AccessRules, needs: FieldNeeds): CacheControl {
  /** By selection and the type that it begins with. */
  const compiled = new WeakMap<SelectionSetNode, Map<GraphQLCompositeType, Compiled>>();
  const remembered = (
    operation: OperationDefinitionNode,
    set: SelectionSetNode,
    type: GraphQLCompositeType,
    compile: () => Clause[],
  ) => {
    const all = compiled.get(set) ?? new Map<GraphQLCompositeType, Compiled>();
    const one = all.get(type) ?? { clauses: compile(), defaults: defaultsOf(operation) };
    compiled.set(set, all.set(type, one));
    return one;
  };
  const { clausesOf, demandOfType } = clauseReader(schema, access, needs);

  return {
    policyOf: (document, operationName, variables) => {
      const operation = operationOf(document, operationName);
      const type = schema.getQueryType();
      if (operation?.operation !== OperationTypeNode.QUERY || !type) return NOT_KEPT_AT_ALL;
      const { selectionSet } = operation;
      const compile = () => clausesOf(document, selectionSet, type, { isRoot: true, isTold: false });
      return leastOf(remembered(operation, selectionSet, type, compile), variables);
    },
    policyOfEntity: ({ document, selected }, typeName, variables) => {
      const operation = operationOf(document, undefined);
      const type = schema.getType(typeName);
      if (!operation || !isCompositeType(type)) return NOT_KEPT_AT_ALL;
      const compile = () => [
        demandOfType(type),
        ...clausesOf(document, selected, type, { isRoot: false, isTold: true }),
      ];
      return leastOf(remembered(operation, selected, type, compile), variables);
    },
  };
}

function leastOf({ clauses, defaults }: Compiled, variables: Variables): CachePolicy {
  let maxAgeSeconds = Infinity;
  let isPrivate = false;
  // Null is not the default, and what it comes to is not known here: only the opposite leaves a clause out.
  const isLeftOut = ({ variable, is }: Clause["when"][number]) => {
    const given = variables[variable];
    return (given === undefined ? defaults[variable] : given) === !is;
  };
  for (const clause of clauses) {
    if (clause.when.some(isLeftOut)) continue;
    maxAgeSeconds = Math.min(maxAgeSeconds, clause.maxAgeSeconds);
    isPrivate ||= clause.isPrivate;
  }
  return { maxAgeSeconds: maxAgeSeconds === Infinity ? 0 : maxAgeSeconds, scope: isPrivate ? "PRIVATE" : "PUBLIC" };
}

const NOT_KEPT: Demand = { maxAgeSeconds: 0, isPrivate: true };
const NOT_KEPT_AT_ALL: CachePolicy = { maxAgeSeconds: 0, scope: "PRIVATE" };

interface Where {
  readonly when: Clause["when"];
  readonly isRoot: boolean;
  /** The objects here are met as an interface or union: what their own type says counts too. */
  readonly isNarrowed: boolean;
  /** The subgraph is told what the fields here need, and what it says is kept beside that and given for nothing else. */
  readonly isTold: boolean;
}

function clauseReader(schema: GraphQLSchema, access: AccessRules, { ofFields }: FieldNeeds) {
  const hintOf = readHints(schema, access);

  const demandOfField = ({ owner, field }: Owned, { isRoot, isNarrowed }: Where): Demand => {
    const type = getNamedType(field.type);
    const [said, ofType, ofOwner] = [hintOf(field), hintOf(type), hintOf(owner)];
    const inherits = ofType.inheritMaxAge || (said.inheritMaxAge && ofType.maxAge == null);
    const mustSay = isRoot || (isCompositeType(type) && !inherits);
    const maxAge = said.maxAge ?? ofType.maxAge;
    const scope = said.scope ?? (isRoot ? undefined : ofType.scope) ?? (maxAge == null ? "PUBLIC" : "PRIVATE");
    const ofNarrowed = isNarrowed ? ofOwner : {};
    return {
      maxAgeSeconds: Math.min(maxAge ?? (mustSay ? 0 : Infinity), ofNarrowed.maxAge ?? Infinity),
      isPrivate:
        scope === "PRIVATE" ||
        ofNarrowed.scope === "PRIVATE" ||
        [said, ofType, ofOwner].some(({ isGuarded }) => isGuarded),
    };
  };

  /** An entity that a subgraph is asked for is as any field that gives its type. */
  const demandOfType = (type: GraphQLCompositeType): Clause => {
    const { maxAge, scope, isGuarded } = hintOf(type);
    return { maxAgeSeconds: maxAge ?? 0, isPrivate: scope !== "PUBLIC" || isGuarded === true, when: [] };
  };

  /** A field that an interface object brings has its needs at the interface. */
  const needsOf = ({ owner, field }: Owned): readonly Need[] =>
    [owner, ...owner.getInterfaces()].flatMap(({ name }) => ofFields.get(`${name}.${field.name}`) ?? []);

  const clausesOf = (
    document: DocumentNode,
    set: SelectionSetNode,
    root: GraphQLCompositeType,
    where: Pick<Where, "isRoot" | "isTold">,
  ) => {
    const fragments = fragmentsOf(document);
    const clauses: Clause[] = [];
    const followed = new Set<string>();

    /** What is needed may need more, and a document may ask for it in many places. */
    const follow = (owned: Owned, when: Clause["when"]): void => {
      const needs = needsOf(owned);
      if (needs.length === 0) return;
      const name = JSON.stringify([owned.owner.name, owned.field.name, when]);
      if (followed.has(name)) return;
      followed.add(name);
      for (const { type: typeName, fields } of needs) {
        const type = schema.getType(typeName);
        if (!isCompositeType(type)) continue;
        const isRoot = type === schema.getQueryType();
        enter(fields, objectsOf(schema, type), { when, isRoot, isNarrowed: false, isTold: false });
      }
    };

    /** All the types that may be at one place together, so that a document is walked once however many they are. */
    const enter = ({ selections }: SelectionSetNode, types: readonly GraphQLObjectType[], where: Where): void => {
      for (const selection of selections) {
        const conditions = conditionsOf(selection);
        if (conditions === "never") continue;
        const here = { ...where, when: [...where.when, ...conditions] };
        const note = (demand: Demand) => void clauses.push({ ...demand, when: here.when });
        if (selection.directives?.some(({ name }) => PARTIAL.includes(name.value))) note(NOT_KEPT);
        if (selection.kind !== Kind.FIELD) {
          const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
          const type = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
          const possible = isCompositeType(type) ? objectsOf(schema, type) : types;
          const narrowed = types.filter((one) => possible.includes(one));
          if (narrowed.length > 0) enter(fragment.selectionSet, narrowed, here);
        } else if (!selection.name.value.startsWith("__")) {
          const owned = ownedBy(types, selection.name.value);
          if (owned.length === 0) note(NOT_KEPT);
          for (const one of owned) {
            note(demandOfField(one, here));
            if (!here.isTold) follow(one, here.when);
          }
          if (!selection.selectionSet) continue;
          const below = owned.map(({ field }) => getNamedType(field.type)).filter(isCompositeType);
          const objects = [...new Set(below.flatMap((type) => objectsOf(schema, type)))];
          const isNarrowed = below.some(isAbstractType);
          enter(selection.selectionSet, objects, { ...here, isRoot: false, isNarrowed, isTold: false });
        }
      }
    };
    enter(set, objectsOf(schema, root), { ...where, when: [], isNarrowed: isAbstractType(root) });
    return merged(clauses);
  };

  return { clausesOf, demandOfType };
}

/** Answers that come in parts are not kept. */
const PARTIAL: readonly string[] = ["defer", "stream"];

/** Everything under the same conditions in one, so that a document without variables costs one comparison. */
function merged(clauses: readonly Clause[]): Clause[] {
  const groups = Map.groupBy(clauses, ({ when }) => JSON.stringify(when));
  return [...groups.values()].map((group) => ({
    when: group[0]!.when,
    maxAgeSeconds: Math.min(...group.map(({ maxAgeSeconds }) => maxAgeSeconds)),
    isPrivate: group.some(({ isPrivate }) => isPrivate),
  }));
}

function conditionsOf({ directives = [] }: SelectionNode): Clause["when"] | "never" {
  const conditions: { variable: string; is: boolean }[] = [];
  for (const { name, arguments: given } of directives) {
    if (name.value !== "skip" && name.value !== "include") continue;
    const is = name.value === "include";
    const value = given?.[0]?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== is) return "never";
    if (value?.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, is });
  }
  return conditions;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  const flags = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.BOOLEAN ? [[variable.name.value, defaultValue.value] as const] : [],
  );
  return Object.fromEntries(flags);
}
