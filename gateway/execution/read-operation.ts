import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { ownNamesIn, unusedSuffix, withOwnNames } from "../planning/alias-own-fields.ts";
import { anchorConditions } from "../planning/anchor-conditions.ts";
import { endangeringFields } from "../planning/endangering-fields.ts";
import { exclusiveFields } from "../planning/exclusive-fields.ts";
import { foldConditions } from "../planning/fold-conditions.ts";
import { withInlineDirectives } from "../planning/inline-directives.ts";
import type { InterfaceObjects } from "../planning/interface-objects.ts";
import type { RequiredFields } from "../planning/required-fields.ts";
import type { RequiredTrees } from "../planning/required-trees.ts";
import type { EngineRequest } from "./engine.ts";
import { introspectionOf, withoutIntrospection } from "./introspect.ts";
import { fragmentsOf } from "./operation-parts.ts";

/** An operation as the answer is shaped, and what of it subgraphs are to be asked. */
export interface ReadOperation {
  /** With names of our own where the client's would clash for subgraphs. */
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly nameOf: (responseName: string) => string;
  /** What the schema itself answers, under the client's names. */
  readonly introspection: DocumentNode | undefined;
  readonly asked: DocumentNode;
}

export interface ReadOptions {
  /** As clients see it. */
  readonly apiSchema: GraphQLSchema;
  readonly requiredFields: RequiredFields;
  readonly requiredTrees: RequiredTrees;
  readonly interfaceObjects: InterfaceObjects;
}

export function readOperation(
  { prepared, operationName, restriction }: Pick<EngineRequest, "prepared" | "operationName" | "restriction">,
  { apiSchema, requiredFields, requiredTrees, interfaceObjects }: ReadOptions,
): ReadOperation {
  const whole = prepared.document;
  const endangering = endangeringFields(whole, apiSchema, requiredTrees);
  const apart = exclusiveFields(whole, apiSchema, interfaceObjects).union(endangering);
  const names = ownNamesIn(whole, { schema: apiSchema, requiredFields, apart, suffix: unusedSuffix(whole) });
  const document = withOwnNames(whole, names);
  const allowed = restriction ? withOwnNames(restriction.document, names) : document;
  const introspection = introspectionOf(partsOf(whole, operationName));
  const left = introspection ? withoutIntrospection(allowed) : allowed;
  return {
    ...partsOf(document, operationName),
    introspection,
    nameOf: (name) => names.clientNames.get(name) ?? name,
    asked: withInlineDirectives(anchorConditions(foldConditions(left)), apiSchema),
  };
}

function partsOf(document: DocumentNode, operationName: string | undefined) {
  return { operation: getOperationAST(document, operationName)!, fragments: fragmentsOf(document) };
}
