import { GraphQLError } from "graphql";

/** GraphQL allows it as an alias; in JavaScript an object's member of this name is what it has in common with all others. */
const RESERVED = /\b__proto__\b/;

/** Refuses a document that would have us write into what all objects have in common (CVE-2026-32621). */
export function checkNames(source: string): void {
  if (!RESERVED.test(source)) return;
  const extensions = { code: "GRAPHQL_VALIDATION_FAILED" };
  throw new GraphQLError(`"__proto__" cannot be used in a document. Values of that kind go into variables.`, {
    extensions,
  });
}
