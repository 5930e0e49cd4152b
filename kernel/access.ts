import {
  defaultFieldResolver,
  type DirectiveNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ValueNode,
} from "graphql";
import { forbidden, unauthenticated } from "./errors.ts";
import type { Caller } from "./identity.ts";
import type { RequestScope } from "./subgraph.ts";

/** An access rule as the SDL writes it: lists of lists, the outer "or", the inner "and". */
export interface AccessRule {
  readonly authenticated: boolean;
  readonly scopes: readonly (readonly string[])[];
  readonly policies: readonly (readonly string[])[];
}

/** The rule written on a field or type, or undefined when everybody may. */
export function accessRuleOf(directives: readonly DirectiveNode[] | undefined): AccessRule | undefined {
  const authenticated = directives?.some(({ name }) => name.value === "authenticated") ?? false;
  const scopes = listsOf(directives, "requiresScopes", "scopes");
  const policies = listsOf(directives, "policy", "policies");
  return authenticated || scopes.length > 0 || policies.length > 0 ? { authenticated, scopes, policies } : undefined;
}

/** Why this caller is refused, or undefined. The one policy there is: `service:NAME`, a subgraph asking for itself. */
export function refusalOf(rule: AccessRule, caller: Caller): "UNAUTHENTICATED" | "FORBIDDEN" | undefined {
  const known = caller.subject !== null || caller.service !== undefined;
  if (
    rule.policies.length > 0 &&
    !rule.policies.some((all) => all.every((policy) => policy === `service:${caller.service}`))
  )
    return known ? "FORBIDDEN" : "UNAUTHENTICATED";
  if (rule.authenticated && !known) return "UNAUTHENTICATED";
  if (rule.scopes.length > 0 && !rule.scopes.some((all) => all.every((scope) => caller.scopes.includes(scope))))
    return known ? "FORBIDDEN" : "UNAUTHENTICATED";
  return undefined;
}

/** Puts every rule of the SDL in front of its field's resolver, whichever way the field is reached, `_entities` too. */
export function enforceAccess(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) {
      if (accessRuleOf(directivesOf(type))) throw new Error(`An access rule on ${type.name} would not be enforced`);
      continue;
    }
    const ofType = accessRuleOf(directivesOf(type));
    for (const field of Object.values(type.getFields())) {
      const rules = [ofType, accessRuleOf(field.astNode?.directives)].filter((rule) => rule !== undefined);
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

function directivesOf(type: { astNode?: any; extensionASTNodes?: any }): DirectiveNode[] {
  return [type.astNode, ...(type.extensionASTNodes ?? [])].flatMap((node) => node?.directives ?? []);
}

function listsOf(directives: readonly DirectiveNode[] | undefined, name: string, argument: string): string[][] {
  const nodes = directives?.filter((directive) => directive.name.value === name) ?? [];
  return nodes.flatMap(({ arguments: args }) => {
    const value = args?.find((arg) => arg.name.value === argument)?.value;
    return value ? textsOf(value) : [];
  });
}

function textsOf(value: ValueNode): string[][] {
  const outer = value.kind === Kind.LIST ? value.values : [value];
  return outer.map((inner) =>
    (inner.kind === Kind.LIST ? inner.values : [inner]).flatMap((node) =>
      node.kind === Kind.STRING ? [node.value] : [],
    ),
  );
}
