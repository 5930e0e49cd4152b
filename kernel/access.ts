import {
  type ConstDirectiveNode,
  defaultFieldResolver,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ValueNode,
} from "graphql";
import { forbidden, unauthenticated } from "./errors.ts";
import type { Caller } from "./identity.ts";
import type { RequestScope } from "./subgraph.ts";

/** One access directive of the SDL. Lists of lists: one of the outer, all of the inner; an empty outer list refuses everybody. */
export type AccessRule =
  | { readonly kind: "authenticated" }
  | { readonly kind: "requiresScopes"; readonly anyOf: readonly (readonly string[])[] }
  | { readonly kind: "policy"; readonly anyOf: readonly (readonly string[])[] };

/**
 * The rules written on a field or type, all of which must hold.
 * @param nameOf a directive's name in its specification, where the SDL gives it another
 */
export function accessRulesOf(
  directives: readonly ConstDirectiveNode[] = [],
  nameOf: (name: string) => string = (name) => name,
): AccessRule[] {
  return directives.flatMap((directive): AccessRule[] => {
    const kind = nameOf(directive.name.value);
    if (kind === "authenticated") return [{ kind }];
    if (kind === "requiresScopes") return [{ kind, anyOf: listsOf(directive, "scopes") }];
    if (kind === "policy") return [{ kind, anyOf: listsOf(directive, "policies") }];
    return [];
  });
}

/**
 * Why this caller is refused, or undefined.
 * @param grants what decides about policies; without it the one policy there is: `service:NAME`, a subgraph asking for itself
 */
export function refusalOf(
  rule: AccessRule,
  caller: Caller,
  grants = (policy: string) => policy === `service:${caller.service}`,
): "UNAUTHENTICATED" | "FORBIDDEN" | undefined {
  const isKnown = caller.subject !== null || caller.service !== undefined;
  return holds(rule, caller, isKnown, grants) ? undefined : isKnown ? "FORBIDDEN" : "UNAUTHENTICATED";
}

function holds(rule: AccessRule, { scopes }: Caller, isKnown: boolean, grants: (policy: string) => boolean): boolean {
  switch (rule.kind) {
    case "authenticated":
      return isKnown;
    case "requiresScopes":
      return rule.anyOf.some((all) => all.every((scope) => scopes.includes(scope)));
    case "policy":
      return rule.anyOf.some((all) => all.every(grants));
  }
}

/** Puts every rule of the SDL in front of its field's resolver, whichever way the field is reached, `_entities` too. */
export function enforceAccess(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    const ofType = accessRulesOf(directivesOf(type));
    if (!isObjectType(type)) {
      if (ofType.length > 0) throw new Error(`An access rule on ${type.name} would not be enforced`);
      continue;
    }
    for (const field of Object.values(type.getFields())) {
      const rules = [...ofType, ...accessRulesOf(field.astNode?.directives)];
      if (rules.length === 0) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (parent, args, scope: RequestScope, info) => {
        for (const rule of rules) check(rule, scope.caller);
        return resolve(parent, args, scope, info);
      };
      const subscribe = field.subscribe;
      if (!subscribe) continue;
      field.subscribe = (parent, args, scope: RequestScope, info) => {
        for (const rule of rules) check(rule, scope.caller);
        return subscribe(parent, args, scope, info);
      };
    }
  }
  return schema;
}

function check(rule: AccessRule, caller: Caller): void {
  const refusal = refusalOf(rule, caller);
  if (refusal) throw refusal === "FORBIDDEN" ? forbidden() : unauthenticated();
}

function directivesOf(type: { astNode?: any; extensionASTNodes?: any }): ConstDirectiveNode[] {
  return [type.astNode, ...(type.extensionASTNodes ?? [])].flatMap((node) => node?.directives ?? []);
}

function listsOf({ arguments: given }: ConstDirectiveNode, argument: string): string[][] {
  const value = given?.find(({ name }) => name.value === argument)?.value;
  if (!value) return [];
  return itemsOf(value).map((inner) =>
    itemsOf(inner).flatMap((node) => (node.kind === Kind.STRING ? [node.value] : [])),
  );
}

/** A single value stands for a list of one (GraphQL specification, 3.11). */
function itemsOf(value: ValueNode): readonly ValueNode[] {
  return value.kind === Kind.LIST ? value.values : [value];
}
