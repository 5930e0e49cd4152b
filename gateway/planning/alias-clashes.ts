import {
  type FieldNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  type OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { fetchedSet } from "./fetch-operation.ts";
import { fieldOf } from "./field-of.ts";
import { responseName } from "./placed-fields.ts";
import type { FetchNode, KeyRenamer } from "./query-plan.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";

export interface ClashOptions {
  readonly schema: GraphQLSchema;
  readonly fields: Pick<SubgraphFields, "ownTypeOf">;
}

/**
 * Gives other names to fields that cannot stand under one: `... on Ant { id } ... on Size { id: spare }`, where the one
 * is a text and the other a list. The planner sees to it in what a client asks, but not where it leaves out an interface
 * that kept two apart, and what is put together of several plans may clash anew.
 */
export function aliasClashes(fetch: FetchNode, { schema, fields }: ClashOptions): FetchNode {
  const { set, withSet } = fetchedSet(fetch);
  const aliases = new Map<FieldNode, string>();

  const shapeOf = ({ node, parent }: Placed): string => {
    const name = node.name.value;
    const type = parent && fieldOf(parent, name)?.type;
    if (!type) return name;
    const given = fields.ownTypeOf(fetch.serviceName, parent.name, name) ?? String(type);
    return isCompositeType(getNamedType(type)) ? given.replace(/\w+/, "{}") : given;
  };
  /** @param places whose objects have one selection to the subgraph */
  const check = (places: readonly (readonly [SelectionSetNode, GraphQLNamedType | undefined])[]): void => {
    const all = places.flatMap(([{ selections }, type]) => placedIn(selections, type, schema));
    for (const same of Map.groupBy(all, ({ node }) => responseName(node)).values())
      for (const [index, alike] of [...Map.groupBy(same, shapeOf).values()].entries()) {
        if (index > 0) for (const { node } of alike) aliases.set(node, `${responseName(node)}__${index}`);
        check(
          alike.flatMap(({ node, parent }) =>
            node.selectionSet
              ? [[node.selectionSet, getNamedType(fieldOf(parent, node.name.value)?.type)] as const]
              : [],
          ),
        );
      }
  };
  check([[set, fetch.requires ? undefined : schema.getRootType(fetch.operationKind as OperationTypeNode)!]]);
  if (aliases.size === 0) return fetch;

  /** Those above come first: what lies below them is found by their own names. */
  const renamers: KeyRenamer[] = [];
  const aliased = ({ selections, ...rest }: SelectionSetNode, path: readonly string[]): SelectionSetNode => ({
    ...rest,
    selections: selections.map((node): SelectionNode => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return node;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const inside = node.typeCondition ? [...path, `... on ${node.typeCondition.name.value}`] : path;
        return { ...node, selectionSet: aliased(node.selectionSet, inside) };
      }
      const [own, alias] = [responseName(node), aliases.get(node)];
      if (alias) renamers.push({ kind: "KeyRenamer", path: [...path, alias], renameKeyTo: own });
      const selectionSet = node.selectionSet && aliased(node.selectionSet, [...path, own]);
      return { ...node, selectionSet, ...(alias && { alias: { kind: Kind.NAME, value: alias } }) };
    }),
  });
  const longer = withSet(aliased(set, []));
  return { ...longer, outputRewrites: [...renamers, ...(fetch.outputRewrites ?? [])] };
}

interface Placed {
  readonly node: FieldNode;
  readonly parent: GraphQLNamedType | undefined;
}

function placedIn(
  selections: readonly SelectionNode[],
  parent: GraphQLNamedType | undefined,
  schema: GraphQLSchema,
): Placed[] {
  return selections.flatMap((node): Placed[] => {
    if (node.kind === Kind.FIELD) return [{ node, parent }];
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    const on = node.typeCondition ? schema.getType(node.typeCondition.name.value) : parent;
    return placedIn(node.selectionSet.selections, on, schema);
  });
}
