import { type GraphQLSchema, isInterfaceType } from "graphql";
import { isJson } from "./rewrites.ts";

/**
 * What is known of an object's type stays: a subgraph that knows its interface only (@interfaceObject) says less. Writes
 * what is known into the answer.
 */
export function keepTypes(known: unknown, answer: unknown, schema: GraphQLSchema): void {
  if (Array.isArray(known) && Array.isArray(answer))
    return known.forEach((item, index) => keepTypes(item, answer[index], schema));
  if (!isJson(known) || !isJson(answer)) return;
  const { __typename: type } = answer;
  const isLess = type !== undefined && known.__typename !== undefined && type !== known.__typename;
  if (isLess && isInterfaceType(schema.getType(String(type)))) answer.__typename = known.__typename;
  for (const key in answer) if (typeof answer[key] === "object") keepTypes(known[key], answer[key], schema);
}
