import {
  type DocumentNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isNonNullType,
  Kind,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { fieldOf } from "./field-of.ts";
import { responseName } from "./placed-fields.ts";
import { relatedTypes } from "./related-types.ts";

/**
 * The types of the objects at a place of which a client asks for a field below them, told by names; undefined where it
 * asks for no such field of any.
 */
export type WantedFields = (place: readonly string[], below: readonly string[]) => ReadonlySet<string> | undefined;

/** @param document with a fragment for each type that a value can have */
export function readWantedFields(document: DocumentNode, schema: GraphQLSchema): WantedFields {
  const wanted = new Map<string, Set<string>>();
  const info = new TypeInfo(schema);
  const above: { readonly name: string; readonly parent: string }[] = [];
  const keyOf = (place: readonly string[], below: readonly string[]) => `${place.join(".")} ${below.join(".")}`;
  const visitor = visitWithTypeInfo(info, {
    Field: {
      enter: (node) => {
        above.push({ name: responseName(node), parent: info.getParentType()?.name ?? "" });
        const path = above.map(({ name }) => name);
        for (const [depth, { parent }] of above.entries()) {
          const key = keyOf(path.slice(0, depth), path.slice(depth));
          wanted.set(key, (wanted.get(key) ?? new Set()).union(objectsOf(schema, parent)));
        }
      },
      leave: () => void above.pop(),
    },
  });
  visit(document, visitor);
  return (place, below) => wanted.get(keyOf(place, below));
}

export function objectsOf(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const type = schema.getType(name);
  return new Set(isAbstractType(type) ? schema.getPossibleTypes(type).map((one) => one.name) : [name]);
}

interface Selected {
  readonly wanted: WantedFields;
  /** What others need is not left out. */
  readonly isRequired: (types: Iterable<string>, field: string) => boolean;
  readonly schema: GraphQLSchema;
  /** Of the objects that the selection is of. */
  readonly place: readonly string[];
  /** What it stands in … */
  readonly type: GraphQLNamedType | undefined;
  /** … and the names from there. */
  readonly below?: readonly string[];
}

/** A selection of one type's objects without fields below that are wanted of others only, and would take more along if they failed. */
export function safeFor<Node extends SelectionNode>(one: string, node: Node, selected: Selected): Node {
  if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) return node;
  const { wanted, isRequired, schema, place, type, below = [] } = selected;
  const inside =
    node.kind === Kind.FIELD
      ? { type: getNamedType(fieldOf(type, node.name.value)?.type), below: [...below, responseName(node)] }
      : { type: node.typeCondition ? schema.getType(node.typeCondition.name.value) : type, below };
  const related = relatedTypes(schema, inside.type);
  const selections = node.selectionSet.selections.flatMap((inner): SelectionNode[] => {
    const types = inner.kind === Kind.FIELD && wanted(place, [...inside.below, responseName(inner)]);
    if (!types || types.has(one)) {
      const safe = safeFor(one, inner, { ...selected, ...inside });
      return safe.kind === Kind.INLINE_FRAGMENT && safe.selectionSet.selections.length === 0 ? [] : [safe];
    }
    // What may be null is the end of a null.
    const mayBeNull = !isNonNullType(fieldOf(inside.type, inner.name.value)?.type);
    return mayBeNull || isRequired(related, inner.name.value) ? [inner] : [];
  });
  return { ...node, selectionSet: { ...node.selectionSet, selections } };
}
