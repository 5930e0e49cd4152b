import {
  buildASTSchema,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  print,
  type SelectionNode,
  visit,
} from "graphql";
import { apiSchemaOf } from "../../supergraph/api-schema.ts";
import type { PlannedSupergraph } from "../planner.ts";
import { fromNativePlan } from "./native-plan.ts";
import { startNativePlanner } from "./start-native-planner.ts";

/** Plans by Hive Router's planner: native code under the MIT licence. Nothing of Apollo's is loaded. */
export async function openNativePlanner(document: DocumentNode): Promise<PlannedSupergraph> {
  const planner = await startNativePlanner(print(document));
  return {
    apiSchema: apiSchemaOf(document),
    fullSchema: buildASTSchema(document, { assumeValidSDL: true }),
    planner: {
      plan: (operation, operationName, labels = new Set()) => {
        const percentage = percentageOf(labels, planner.percentages);
        const query = print(withTypenames(operation));
        const answer = planner.plan({ query, operationName, labels: [...labels], percentage });
        if ("plan" in answer) return fromNativePlan(answer.plan);
        throw new GraphQLError("The operation cannot be planned", { originalError: new Error(answer.fault) });
      },
    },
    close: planner.close,
  };
}

/** The planner does not ask what an object is where the client asks it under another name. */
function withTypenames(operation: DocumentNode): DocumentNode {
  const isRenamed = (selection: SelectionNode) =>
    selection.kind === Kind.FIELD && selection.name.value === "__typename" && selection.alias !== undefined;
  return visit(operation, {
    SelectionSet: (node) =>
      node.selections.some(isRenamed) ? { ...node, selections: [TYPENAME, ...node.selections] } : undefined,
  });
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** A roll of the dice by which exactly those `percent(p)` are on that are among the labels: those above it. */
function percentageOf(labels: ReadonlySet<string>, percentages: readonly number[]): number {
  const on = [...labels].map((label) => Number(/^percent\((.+)\)$/.exec(label)?.[1]));
  return Math.max(0, ...percentages.filter((percentage) => !on.includes(percentage)));
}
