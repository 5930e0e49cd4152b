import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { aliasOwnFields } from "../planning/alias-own-fields.ts";
import { anchorConditions } from "../planning/anchor-conditions.ts";
import { foldConditions } from "../planning/fold-conditions.ts";
import type { RequiredFields } from "../planning/required-fields.ts";
import type { EngineRequest } from "./engine.ts";
import { introspectionOf, withoutIntrospection } from "./introspect.ts";
import { fragmentsOf } from "./operation-parts.ts";

/** An operation as the answer is shaped, and what of it subgraphs are to be asked. */
export interface ReadOperation {
  /** With names of our own where the client's would clash. */
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly nameOf: (responseName: string) => string;
  readonly introspection: DocumentNode | undefined;
  readonly asked: DocumentNode;
}

export function readOperation(
  { prepared, operationName, restriction }: Pick<EngineRequest, "prepared" | "operationName" | "restriction">,
  { apiSchema, requiredFields }: { readonly apiSchema: GraphQLSchema; readonly requiredFields: RequiredFields },
): ReadOperation {
  const { document, clientNames } = aliasOwnFields(prepared.document, apiSchema, requiredFields);
  const allowed = restriction ? aliasOwnFields(restriction.document, apiSchema, requiredFields).document : document;
  const operation = getOperationAST(document, operationName)!;
  const fragments = fragmentsOf(document);
  const introspection = introspectionOf({ operation, fragments });
  return {
    ...{ operation, fragments, introspection },
    nameOf: (name) => clientNames.get(name) ?? name,
    asked: anchorConditions(foldConditions(introspection ? withoutIntrospection(allowed) : allowed)),
  };
}
