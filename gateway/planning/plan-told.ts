import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { linkedNames } from "../supergraph/linked-names.ts";
import { continuePlan } from "./continue-plan.ts";
import { cutMisplaced } from "./cut-misplaced.ts";
import { fetchedSet } from "./fetch-operation.ts";
import type { InterfaceObjects } from "./interface-objects.ts";
import { mapEntityFetches } from "./map-entity-fetches.ts";
import { orderByNeeds } from "./order-by-needs.ts";
import type { QueryPlan } from "./query-plan.ts";
import { requiredNodes } from "./required-nodes.ts";
import { relatedTypes } from "./related-types.ts";
import type { SubgraphFields } from "./subgraph-fields.ts";
import { givenTo, hasFields } from "./type-definitions.ts";
import { withoutUnusedExternals } from "./unused-externals.ts";

export interface ToldOptions {
  readonly interfaceObjects: InterfaceObjects;
  readonly fields: SubgraphFields;
  /** With all types and fields. */
  readonly schema: GraphQLSchema;
}

/**
 * The supergraph in which interface objects (@interfaceObject) require nothing, and everything can be asked for. The
 * planner does not find its way to what they require where types give it each in another place.
 */
export function withoutRequirements(supergraph: DocumentNode): DocumentNode {
  const inaccessible = linkedNames(supergraph).directiveOf("inaccessible", "inaccessible");
  const definitions = supergraph.definitions.map((type) => {
    if (!hasFields(type)) return type;
    const marks = givenTo(type.directives, "join__type").filter(({ isInterfaceObject }) => isInterfaceObject);
    const graphs = new Set(marks.map(({ graph }) => graph));
    const fields = type.fields?.map((field) => ({
      ...field,
      directives: field.directives
        ?.filter(({ name }) => name.value !== inaccessible)
        .map((directive) => {
          const [{ graph } = {}] = givenTo([directive], "join__field");
          if (!graphs.has(graph)) return directive;
          return { ...directive, arguments: directive.arguments?.filter(({ name }) => name.value !== "requires") };
        }),
    }));
    return { ...type, fields };
  });
  return withoutUnusedExternals({ ...supergraph, definitions });
}

/**
 * Asks for what interface objects require beside what requires it, and has them told. Undefined where an object comes from
 * a subgraph that would have to be told of it before.
 * @param plan over the supergraph as `withoutRequirements` leaves it
 */
export function planTold(
  document: DocumentNode,
  plan: (document: DocumentNode) => QueryPlan,
  options: ToldOptions,
): QueryPlan | undefined {
  const made = orderByNeeds(told(plan(withRequired(document, options)), options), false);
  let isTold = true;
  continuePlan(made, (fetch) => {
    const root = fetch.requires ? undefined : options.schema.getRootType(fetch.operationKind as OperationTypeNode)!;
    isTold &&= cutMisplaced(fetch, fetchedSet(fetch).set, root, options) === undefined;
    return { fetch };
  });
  return isTold ? made : undefined;
}

function withRequired(document: DocumentNode, { interfaceObjects, fields, schema }: ToldOptions): DocumentNode {
  const info = new TypeInfo(schema);
  const requiredBy = (node: FieldNode): SelectionNode[] => {
    const types = relatedTypes(schema, info.getParentType() ?? undefined);
    return types.flatMap((type) =>
      (interfaceObjects.get(type) ?? []).flatMap(
        ({ service }) => fields.requirementOf(service, type, node.name.value)?.selections ?? [],
      ),
    );
  };
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        leave: (node: FieldNode) => {
          const required = requiredBy(node);
          if (required.length === 0) return undefined;
          const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [node, ...required] };
          return { kind: Kind.INLINE_FRAGMENT, directives: [], selectionSet };
        },
      },
    }),
  );
}

function told(plan: QueryPlan, { interfaceObjects, fields }: ToldOptions): QueryPlan {
  return mapEntityFetches(plan, (flatten) => {
    const { node: fetch } = flatten;
    const required = fetchedSet(fetch).set.selections.flatMap((node) => {
      const type = node.kind === Kind.INLINE_FRAGMENT ? (node.typeCondition?.name.value ?? "") : "";
      if (node.kind !== Kind.INLINE_FRAGMENT || !interfaceObjects.has(type)) return [];
      return node.selectionSet.selections.flatMap((one) => {
        const requirement = one.kind === Kind.FIELD && fields.requirementOf(fetch.serviceName, type, one.name.value);
        return requirement ? requiredNodes(requirement) : [];
      });
    });
    const requires = fetch.requires!.map((node) =>
      node.kind === "Field" ? node : { ...node, selections: [...node.selections, ...required] },
    );
    return required.length === 0 ? flatten : { ...flatten, node: { ...fetch, requires } };
  });
}
