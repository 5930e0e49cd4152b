import {
  type FieldNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { fieldOf } from "../planning/field-of.ts";
import { responseName } from "../planning/placed-fields.ts";
import { namesOf } from "./awaited-fields.ts";
import { FIRST } from "./deferred-needs.ts";
import type { NamePath } from "./fetch-fields.ts";
import { clashesWithKey } from "./key-clashes.ts";

export interface CutSelections {
  readonly remaining: SelectionSetNode;
  readonly cuttings: readonly Cutting[];
}

/** Fields of one type's objects at one place, for the same parts of the answer. */
export interface Cutting {
  readonly type: string;
  /** The place as a plan's path. */
  readonly path: readonly string[];
  readonly selections: SelectionNode[];
}

export interface CutSelectionsOptions {
  readonly schema: GraphQLSchema;
  readonly root: GraphQLNamedType | undefined;
  /** Who waits for a field. */
  readonly partsAt: (path: NamePath) => ReadonlySet<number>;
  /** Undefined where objects of the type cannot be asked for once more. */
  readonly keyOf: (type: string) => SelectionSetNode | undefined;
  readonly hasField: (type: string, field: string) => boolean;
}

/** An object whose fields are looked at. */
interface Scope {
  readonly type: GraphQLNamedType | undefined;
  readonly path: readonly string[];
  /** Those that wait for the object itself; undefined at the fetch's own place, where nothing is cut. */
  readonly parts?: ReadonlySet<number>;
}

/** Takes out fields for which nobody waits who waits for their object, and leaves the object's key in their place. */
export function cutSelections(set: SelectionSetNode, options: CutSelectionsOptions): CutSelections {
  const { schema, root, partsAt, keyOf, hasField } = options;
  const cuttings = new Map<string, Cutting>();

  const cuttingOf = ({ type, path }: Scope, parts: ReadonlySet<number>): Cutting => {
    const name = [type!.name, ...path, ...[...parts].toSorted((a, b) => a - b)].join(" ");
    const cutting = cuttings.get(name) ?? { type: type!.name, path, selections: [] };
    cuttings.set(name, cutting);
    return cutting;
  };

  /** What remains of an object, and who waits for that. */
  const cutObject = (whole: SelectionSetNode, object: Scope): { set: SelectionSetNode; awaiting: Set<number> } => {
    const awaiting = new Set<number>();

    const cutField = (field: FieldNode, scope: Scope): { remaining: FieldNode; waiting: ReadonlySet<number> } => {
      const path = [...scope.path, responseName(field)];
      const parts = partsAt(namesOf(path));
      if (!field.selectionSet) return { remaining: field, waiting: parts };
      const type = getNamedType(fieldOf(scope.type, field.name.value)?.type);
      const below = cutObject(field.selectionSet, { type, path, parts });
      return { remaining: { ...field, selectionSet: below.set }, waiting: parts.union(below.awaiting) };
    };
    /** @param wrap repeats the conditions of the fragments around */
    const cutSet = (set: SelectionSetNode, scope: Scope, wrap: Wrap): SelectionSetNode => {
      const { type, parts } = scope;
      const key = parts && isObjectType(type) ? keyOf(type.name) : undefined;
      const isCuttable = ({ name }: FieldNode) =>
        key && hasField(type!.name, name.value) && !namesIn(key).includes(name.value);
      let isCut = false;
      const selections = set.selections.flatMap((selection): SelectionNode[] => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          const inside = (node: SelectionNode) => wrap(onCondition(selection, node));
          const selectionSet = cutSet(selection.selectionSet, narrowed(schema, scope, selection), inside);
          return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
        }
        const { remaining, waiting } = cutField(selection, scope);
        const isApart = isCuttable(selection) && isAwaitedApart(waiting, parts!);
        if (!isApart || clashesWithKey(schema, whole, object.type, type!, key!)) {
          waiting.forEach((part) => awaiting.add(part));
          return [remaining];
        }
        cuttingOf(scope, waiting).selections.push(wrap(remaining));
        isCut = true;
        return [];
      });
      return { ...set, selections: isCut ? [...selections, TYPENAME, ...key!.selections] : selections };
    };

    return { set: cutSet(whole, object, (node) => node), awaiting };
  };

  const { set: remaining } = cutObject(set, { type: root, path: [] });
  return { remaining, cuttings: [...cuttings.values()] };
}

type Wrap = (node: SelectionNode) => SelectionNode;

function isAwaitedApart(awaiting: ReadonlySet<number>, object: ReadonlySet<number>): boolean {
  if (awaiting.size === 0) return false;
  return object.has(FIRST) ? !awaiting.has(FIRST) : object.size > 0 && awaiting.isDisjointFrom(object);
}

function narrowed(schema: GraphQLSchema, scope: Scope, { typeCondition }: InlineFragmentNode): Scope {
  const type = typeCondition && schema.getType(typeCondition.name.value);
  if (!type) return scope;
  // What the object at the fetch's place is, another fetch may find out, and later.
  if (scope.path.length === 0) return { ...scope, type };
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const names = [type, ...possible].map(({ name }) => name);
  return { ...scope, type, path: [...scope.path, `|[${names.join(",")}]`] };
}

function namesIn({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
}

export const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** Without the fragment's type: that of the object is known. */
function onCondition({ directives = [] }: InlineFragmentNode, node: SelectionNode): SelectionNode {
  if (directives.length === 0) return node;
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [node] };
  return { kind: Kind.INLINE_FRAGMENT, directives, selectionSet };
}
