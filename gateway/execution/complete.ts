import {
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { Completed, CompletedObject, Completion, KnownType, ObjectPlace } from "./completion.ts";
import { addError } from "./add-error.ts";
import type { Told } from "./fetch-errors.ts";
import { leafValue } from "./leaf-values.ts";
import { askedBy, isIncluded } from "./operation-parts.ts";
import { ownValue } from "./own-value.ts";
import { isWithin, type ResponsePath } from "./places.ts";
import { isJson, type Json } from "./rewrites.ts";
import { unseenErrors, visiblePart } from "./unseen-errors.ts";

/** A null where none may be: it rises to the nearest place that may be null (GraphQL specification, 6.4.4). */
const RISING = Symbol("rising null");
type Value = unknown;
type Sets = readonly SelectionSetNode[];

/**
 * Shapes collected data into the client's answer by the specification: fields in their order, values checked, each
 * error at its place, nulls rising. The slow and complete sister of `compileShape`.
 */
export function complete(completion: Completion): Completed {
  const { operation, fragments, told, nameOf } = completion;
  const isAsked = askedBy(operation, fragments);
  const { data, seen, ...completed } = completeObject(completion, rootOf(completion), operation.selectionSet);
  const unseen = told.filter((one) => !seen.has(one));
  const visible = (path: ResponsePath) => visiblePart(path, data);
  const errors = [...completed.errors, ...unseenErrors(unseen, { ...completed, nameOf, isAsked, visible })];
  const isSilent = (place: ResponsePath) =>
    visible(place).path.length === place.length && !errors.some(({ path }) => path && isWithin(path, place));
  // A subgraph that leaves a field out says nothing of it, not null.
  errors.push(...completed.nothingCame.filter(({ path }) => isSilent(path!)));
  return { data, errors };
}

export function rootOf({ schema, operation, data }: Pick<Completion, "schema" | "operation" | "data">): ObjectPlace {
  return { type: schema.getRootType(operation.operation)!, source: data, path: [] };
}

/** One object only, with the errors at what is seen of it. */
export function completeObject(
  completion: Completion,
  { type, source, path }: ObjectPlace,
  selectionSet: SelectionSetNode,
): CompletedObject {
  const completer = new Completer(completion);
  const { errors, unanswered, seen, unexplained, nothingCame } = completer;
  const value = completer.object(type, [selectionSet], source, path);
  const data = value === RISING ? null : (value as Json);
  const nullOver = (error: GraphQLError) => JSON.stringify(visiblePart(error.path!.slice(path.length), data).path);
  const said = unanswered.length > 0 && new Set(errors.map(nullOver));
  // Of what was not answered nothing needs to be said, if it is said why a null is over it.
  if (said) errors.push(...unanswered.filter((error) => said.size < said.add(nullOver(error)).size));
  return { data, errors, seen, unexplained, nothingCame };
}

class Completer {
  readonly errors: GraphQLError[] = [];
  readonly seen = new Set<Told>();
  readonly unexplained: ResponsePath[] = [];
  readonly nothingCame: GraphQLError[] = [];
  readonly unanswered: GraphQLError[] = [];
  readonly #given: Completion;

  constructor(given: Completion) {
    this.#given = given;
  }

  object(type: KnownType, sets: Sets, source: Json, path: ResponsePath): Value {
    const shaped: Json = {};
    let isRising = false;
    for (const [key, nodes] of this.#collect({ type, source, path }, sets)) {
      const name = this.#given.nameOf(key);
      const value = this.#field(type, nodes, source, key, [...path, name]);
      if (value === RISING) isRising = true;
      else shaped[name] = value;
    }
    return isRising ? RISING : shaped;
  }

  #field(type: KnownType, nodes: readonly FieldNode[], source: Json, key: string, path: ResponsePath): Value {
    const fieldName = nodes[0]!.name.value;
    if (fieldName === "__typename") return isObjectType(type) ? type.name : this.#fault("The type is not known", path);
    const field = type.getFields()[fieldName];
    // What the schema answered of itself stands under the client's name.
    if (!field) return ownValue(source, this.#given.nameOf(key)) ?? null;
    const refusal = this.#given.refusalAt?.(type.name, fieldName);
    if (refusal) {
      addError(this.errors, refusal.message, { path, extensions: refusal.extensions });
      return isNonNullType(field.type) ? RISING : null;
    }
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return this.#value({ type, field, sets, source }, field.type, ownValue(source, key), path, source, key);
  }

  /** The value in a container under its key. */
  #value(
    place: { type: KnownType; field: GraphQLField<unknown, unknown>; sets: Sets; source: Json },
    type: GraphQLOutputType,
    value: Value,
    path: ResponsePath,
    container: object,
    key: string | number,
  ): Value {
    const inner = isNonNullType(type) ? type.ofType : type;
    const missing = isNonNullType(type) ? RISING : null;
    const { type: parent, field, sets, source } = place;
    if (value === null || value === undefined) {
      const failures = this.#given.failed.get(container);
      const told = failures?.get(key);
      const isGone = value === undefined && this.#given.isAbsent?.(source, parent.name, field.name);
      // An error beside it took the whole object, and this with it.
      const isLost = value === undefined && failures !== undefined;
      const asked = told && !told.isTakenAlong ? this.#askedOne(told, sets) : undefined;
      if (asked) this.#tell(asked, path);
      else if (isGone) return missing;
      else if (isLost) this.unexplained.push(path);
      else if (value === undefined) {
        const message = `${parent.name}.${field.name} was not answered.`;
        if (path.length === 1 || missing === RISING) addError(this.unanswered, message, { path });
        else {
          this.unexplained.push(path);
          if (!this.#given.isUnknown?.(source)) addError(this.nothingCame, message, { path });
        }
      } else if (missing === RISING)
        this.#fault(`Cannot return null for non-nullable field ${parent.name}.${field.name}.`, path);
      return missing;
    }
    const fault = (problem: string) => {
      this.#fault(`${parent.name}.${field.name} ${problem}`, path);
      return missing;
    };
    if (isListType(inner)) {
      if (!Array.isArray(value)) return fault("is not a list");
      const items = value.map((item, index) => this.#value(place, inner.ofType, item, [...path, index], value, index));
      return items.includes(RISING) ? missing : items;
    }
    if (!isCompositeType(inner)) return leafValue(inner, value) ?? fault(`is no ${inner.name}`);
    if (!isJson(value)) return fault("is not an object");
    const known = isAbstractType(inner) ? this.#runtimeType(inner, value) : inner;
    if (!known) return fault("is of a type that clients do not know");
    if (!isObjectType(known) && sets.some((set) => this.#dependsOnType(known, value, set))) {
      // Whoever would have told the type failed: without it nothing can be said of the object.
      const [loss, below] = this.#lossOf(value, path, sets) ?? [];
      if (loss) {
        this.#tell(loss, path, below);
        return missing;
      }
    }
    const shaped = this.object(known, sets, value, path);
    return shaped === RISING ? missing : shaped;
  }

  /**
   * What an object of an interface or union is. A subgraph that knows the interface only (@interfaceObject) says its
   * name: then what all its types have can be answered.
   */
  #runtimeType(type: GraphQLOutputType, { __typename }: Json): KnownType | undefined {
    const { schema } = this.#given;
    if (!isAbstractType(type)) return undefined;
    const named = typeof __typename === "string" ? schema.getType(__typename) : undefined;
    if (isObjectType(named) && schema.isSubType(type, named)) return named;
    const isInterfaceItself = __typename === undefined || __typename === type.name;
    return isInterfaceItself && "getFields" in type ? type : undefined;
  }

  #collect(at: ObjectPlace, sets: Sets, fields = new Map<string, FieldNode[]>()): Map<string, FieldNode[]> {
    for (const { selections } of sets) {
      for (const selection of selections) {
        if (!isIncluded(selection, this.#given.conditions)) continue;
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const nodes = fields.get(key);
          if (nodes) nodes.push(selection);
          else fields.set(key, [selection]);
          continue;
        }
        const fragment = this.#fragmentOf(selection);
        if (!this.#applies(at.type, fragment.typeCondition?.name.value)) continue;
        if (this.#given.isLater?.(selection, at)) continue;
        this.#collect(at, [fragment.selectionSet], fields);
      }
    }
    return fields;
  }

  /** Of the errors that left one place empty, one at what the client asked for, if there is one. */
  #askedOne(told: Told, sets: Sets): Told | undefined {
    const isAsked = ({ below }: Told) => this.#asks(sets, below);
    if (isAsked(told)) return told;
    const place = told.path!.slice(0, told.path!.length - told.below.length);
    return this.#given.told.find((one) => one.path && isWithin(one.path, place) && isAsked(one));
  }

  #asks(sets: Sets, [name, ...below]: ResponsePath): boolean {
    if (name === undefined) return true;
    if (typeof name === "number") return this.#asks(sets, below);
    return sets.some(({ selections }) =>
      selections.some((node) => {
        if (!isIncluded(node, this.#given.conditions)) return false;
        if (node.kind !== Kind.FIELD) return this.#asks([this.#fragmentOf(node).selectionSet], [name, ...below]);
        const inner = node.selectionSet ? [node.selectionSet] : [];
        return (node.alias ?? node.name).value === name && this.#asks(inner, below);
      }),
    );
  }

  /** What failed of an object, or to tell what it is, and where to say so: at what the client asks for, or at the object. */
  #lossOf(value: Json, path: ResponsePath, sets: Sets): readonly [told: Told, below: ResponsePath] | undefined {
    const { failed, told } = this.#given;
    const all = [...(failed.get(value) ?? [])].filter(([, { isTakenAlong }]) => !isTakenAlong);
    const lost = all.find(([key, { below }]) => this.#asks(sets, [key, ...below]));
    if (lost) return [lost[1], [lost[0], ...lost[1].below]];
    const own = told.find(
      (one) =>
        one.path &&
        // A fetch that failed as a whole is told at the fields that it asks for, though these may be there.
        (one.path.length === path.length || (one.fetch && one.path.length === path.length + 1)) &&
        path.every((key, index) => this.#clientKey(one.path![index]!) === key),
    );
    const cause = all[0]?.[1] ?? own;
    return cause && [cause, []];
  }

  #clientKey(key: string | number): string | number {
    return typeof key === "string" ? this.#given.nameOf(key) : key;
  }

  /** Whether what is asked of an object depends on what it is besides `type`: a value that is missing may be one that must be there. */
  #dependsOnType(type: KnownType, source: Json, { selections }: SelectionSetNode): boolean {
    return selections.some((node) => {
      if (!isIncluded(node, this.#given.conditions)) return false;
      if (node.kind === Kind.FIELD) {
        const isMissing = (ownValue(source, (node.alias ?? node.name).value) ?? null) === null;
        return node.name.value === "__typename" || (isMissing && this.#isStricterInSome(type, node.name.value));
      }
      const { typeCondition, selectionSet } = this.#fragmentOf(node);
      return !this.#applies(type, typeCondition?.name.value) || this.#dependsOnType(type, source, selectionSet);
    });
  }

  #isStricterInSome(type: KnownType, field: string): boolean {
    const { schema } = this.#given;
    const own = String(type.getFields()[field]?.type);
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    return possible.some((one) => String(one.getFields()[field]?.type) !== own);
  }

  #fragmentOf(node: FragmentSpreadNode | InlineFragmentNode): FragmentDefinitionNode | InlineFragmentNode {
    return node.kind === Kind.INLINE_FRAGMENT ? node : this.#given.fragments.get(node.name.value)!;
  }

  #applies(type: KnownType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const { schema } = this.#given;
    const wanted = schema.getType(condition);
    return isAbstractType(wanted) && schema.isSubType(wanted, type);
  }

  #tell(told: Told, path: ResponsePath, below = told.below): void {
    this.seen.add(told);
    const inner = below.map((key) => this.#clientKey(key));
    addError(this.errors, told.message, { path: [...path, ...inner], extensions: told.extensions });
  }

  #fault(message: string, path: ResponsePath): null {
    addError(this.errors, message, { path });
    return null;
  }
}
