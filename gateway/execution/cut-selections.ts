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
import { namesOf } from "./awaited-fields.ts";
import { FIRST } from "./deferred-needs.ts";
import { type NamePath, responseName } from "./fetch-fields.ts";
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

  /** What remains of an object, and who waits for that. */
  const cutObject = (set: SelectionSetNode, object: Scope): { set: SelectionSetNode; awaiting: Set<number> } => {
    const awaiting = new Set<number>();
    const cutTypes = new Set<string>();

    const isCut = (name: string, waiting: ReadonlySet<number>, { type, parts }: Scope): boolean => {
      const key = parts && isObjectType(type) ? keyOf(type.name) : undefined;
      if (!key || !hasField(type!.name, name) || namesIn(key).includes(name)) return false;
      return isAwaitedApart(waiting, parts!) && !clashesWithKey(schema, set, object.type, type!, key);
    };
    const cutField = (field: FieldNode, scope: Scope, wrap: Wrap): SelectionNode[] => {
      const name = responseName(field);
      const path = [...scope.path, name];
      const parts = partsAt(namesOf(path));
      const type = getNamedType(fieldOf(scope.type, field.name.value)?.type);
      const below = field.selectionSet && cutObject(field.selectionSet, { type, path, parts });
      const remaining = below ? { ...field, selectionSet: below.set } : field;
      const all = new Set([...parts, ...(below?.awaiting ?? [])]);
      if (!isCut(field.name.value, all, scope)) {
        all.forEach((part) => awaiting.add(part));
        return [remaining];
      }
      const typeName = scope.type!.name;
      const key = [typeName, ...scope.path, ...[...all].toSorted((a, b) => a - b)].join(" ");
      const cutting = cuttings.get(key) ?? { type: typeName, path: scope.path, selections: [] };
      cutting.selections.push(wrap(remaining));
      cuttings.set(key, cutting);
      cutTypes.add(typeName);
      return [];
    };
    const cutSet = (set: SelectionSetNode, scope: Scope, wrap: Wrap): SelectionSetNode => ({
      ...set,
      selections: set.selections.flatMap((selection) => {
        if (selection.kind === Kind.FIELD) return cutField(selection, scope, wrap);
        if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
        const inside = (node: SelectionNode) => wrap({ ...selection, selectionSet: only(node) });
        const selectionSet = cutSet(selection.selectionSet, narrowed(schema, scope, selection), inside);
        return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
      }),
    });

    const remaining = cutSet(set, object, (node) => node);
    const keys = [...cutTypes].map((type) => onType(type, keyOf(type)!));
    return { set: { ...remaining, selections: [...remaining.selections, ...keys] }, awaiting };
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

function onType(type: string, { selections }: SelectionSetNode): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [TYPENAME, ...selections] },
  };
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

function only(selection: SelectionNode): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: [selection] };
}
