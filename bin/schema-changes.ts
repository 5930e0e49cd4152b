import {
  buildASTSchema,
  buildSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  findBreakingChanges,
  findDangerousChanges,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  visit,
} from "graphql";

/** What a new contract does to those who use the released one, in words. */
export interface SchemaChanges {
  /** Operations that work today would fail. */
  readonly breaking: readonly string[];
  /** Operations go on working, but may meet what they have never heard of: a new enum value, a new union member. */
  readonly dangerous: readonly string[];
}

/**
 * Compares two printed API schemas. What was released as deprecated with a date (`Removed after YYYY-MM-DD`) is no
 * longer promised after that day (`today`, YYYY-MM-DD), nor is what only it led to. New members of `…Error` unions are
 * neither breaking nor dangerous: clients read `code` and `message` of those they do not know.
 */
export function compareSchemas(releasedSdl: string, nextSdl: string, today: string): SchemaChanges {
  const promised = promisedBy(parse(releasedSdl), today);
  const next = buildSchema(nextSdl);
  const dangerous = findDangerousChanges(promised, next).map(({ description }) => description);
  return {
    breaking: findBreakingChanges(promised, next).map(({ description }) => description),
    dangerous: dangerous.filter((description) => !/^\w+ was added to union type \w+Error\.$/.test(description)),
  };
}

/** The released schema without what is past its day. */
function promisedBy(released: DocumentNode, today: string): GraphQLSchema {
  const dropExpired = (node: { readonly directives?: readonly ConstDirectiveNode[] }) =>
    isExpired(node, today) ? null : undefined;
  const kept = visit(released, {
    FieldDefinition: dropExpired,
    InputValueDefinition: dropExpired,
    EnumValueDefinition: dropExpired,
  });
  const reached = reachedFromRoots(buildASTSchema(kept, { assumeValidSDL: true }));
  const definitions = kept.definitions.filter(
    (definition) =>
      !("name" in definition) || definition.kind === Kind.DIRECTIVE_DEFINITION || reached.has(definition.name!.value),
  );
  return buildASTSchema({ ...kept, definitions }, { assumeValidSDL: true });
}

function isExpired({ directives }: { readonly directives?: readonly ConstDirectiveNode[] }, today: string): boolean {
  const reason = directives
    ?.find(({ name }) => name.value === "deprecated")
    ?.arguments?.find(({ name }) => name.value === "reason")?.value;
  const date = reason?.kind === Kind.STRING ? /Removed after (\d{4}-\d{2}-\d{2})/.exec(reason.value)?.[1] : undefined;
  return date !== undefined && today > date;
}

/** The names of all types that an operation can get to; what nobody can ask or send is no promise. */
function reachedFromRoots(schema: GraphQLSchema): Set<string> {
  const reached = new Set<string>();
  const reach = (type: GraphQLNamedType | null | undefined) => {
    if (!type || reached.has(type.name) || isSpecifiedScalarType(type)) return;
    reached.add(type.name);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(reach);
    if (isObjectType(type) || isInterfaceType(type)) {
      type.getInterfaces().forEach(reach);
      for (const field of Object.values(type.getFields())) {
        reach(getNamedType(field.type));
        field.args.forEach((arg) => reach(getNamedType(arg.type)));
      }
    }
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach((field) => reach(getNamedType(field.type)));
  };
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].forEach(reach);
  schema.getDirectives().forEach(({ args }) => args.forEach((arg) => reach(getNamedType(arg.type))));
  return reached;
}
