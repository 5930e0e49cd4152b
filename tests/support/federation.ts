import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  execute,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  parse,
  print,
  type ScalarTypeDefinitionNode,
  subscribe,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import type { Resolvers } from "#kernel/subgraph.ts";
import { type Asked, openTestGateway, type TestGateway, type TestGatewayOptions } from "./gateway.ts";

interface SubgraphSource {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
  /** Answers in their place. */
  readonly executor?: SubgraphExecutor;
}

export interface FederatedGatewayOptions extends Omit<TestGatewayOptions, "federation" | "shape"> {
  /** By name: the SDL (a `@link` is put before it if it has none), and what answers. These subgraphs enforce no rules of their own. */
  readonly subgraphs: Readonly<Record<string, SubgraphSource>>;
  /**
   * Directives that are added to the composed supergraph, by `Type` or `Type.field`: what older versions of composition
   * and others let pass.
   */
  readonly written?: Readonly<Record<string, string>>;
}

/** A gateway over any subgraphs. */
export interface FederatedGateway extends TestGateway {
  /** What subgraphs were asked since the last look. */
  heard(): Heard;
}

export interface Heard {
  /** Documents and variables. */
  readonly text: string;
  /** As `Type.field`, those of interfaces for each of their types. */
  readonly fields: ReadonlySet<string>;
}

export async function openFederatedGateway(options: FederatedGatewayOptions): Promise<FederatedGateway> {
  const { subgraphs, written = {}, ...others } = options;
  let services = Object.entries(subgraphs).map(([name, source]) => serviceOf(name, source));
  let supergraphSdl = compose(services);
  const directives = Object.values(written).flatMap((text) => text.match(/@\w+/g) ?? []);
  if (!directives.every((name) => supergraphSdl.includes(`directive ${name}`))) {
    services = [...services, serviceOf("rules", { sdl: RULES })];
    supergraphSdl = compose(services);
  }
  const schemas = new Map(services.map(({ name, ...module }) => [name, buildSubgraphSchema([module])]));
  const executors = new Map(
    [...schemas].map(([name, schema]) => [name, subgraphs[name]?.executor ?? subgraphExecutor(schema)]),
  );
  const gateway = await openTestGateway({
    ...others,
    federation: { supergraphSdl: withDirectives(supergraphSdl, written), executors },
  });
  const heard = (): Heard => {
    const requests = gateway.traffic.splice(0);
    const texts = requests.map(({ request }) => `${request.document} ${JSON.stringify(request.variables)}`);
    const fields = requests.flatMap(({ subgraph, request }) => fieldsOf(schemas.get(subgraph)!, request.document));
    return { text: texts.join("\n"), fields: new Set(fields) };
  };
  return { ...gateway, heard };
}

function fieldsOf(schema: GraphQLSchema, document: string): string[] {
  const fields: string[] = [];
  const info = new TypeInfo(schema);
  visit(
    parse(document),
    visitWithTypeInfo(info, {
      Field: ({ name }) => {
        const parent = info.getParentType()!;
        const types = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
        for (const type of types) if (!name.value.startsWith("_")) fields.push(`${type.name}.${name.value}`);
      },
    }),
  );
  return fields;
}

/** Where which error is told: `path.to.it CODE`. */
export function toldOf(errors: Asked["errors"]): string[] {
  return errors.map(({ path, extensions }) => `${path?.join(".")} ${extensions.code}`).toSorted();
}

function serviceOf(name: string, { sdl, resolvers = {} }: SubgraphSource) {
  const typeDefs = parse(sdl.includes("@link") ? sdl : LINK + sdl);
  return { name, typeDefs, url: `http://${name}.internal`, resolvers };
}

function compose(services: readonly ReturnType<typeof serviceOf>[]): string {
  const { errors, supergraphSdl } = composeServices([...services]);
  if (!supergraphSdl) throw new Error(errors?.join("\n"));
  return supergraphSdl;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key" "@shareable" "@external" "@requires" "@provides" "@inaccessible" "@interfaceObject" "@override" "@tag"
  "@authenticated" "@requiresScopes" "@policy" "@context" "@fromContext" "@cost" "@listSize"
])\n`;

/** Brings the definitions of all access directives into the supergraph. */
const RULES = `type Query { rules: Int @authenticated @requiresScopes(scopes: [["rules"]]) @policy(policies: [["rules"]]) }`;

function withDirectives(supergraphSdl: string, written: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(written));
  const added = (coordinate: string, before: readonly ConstDirectiveNode[] = []): ConstDirectiveNode[] => {
    const text = written[coordinate];
    if (text === undefined) return [...before];
    left.delete(coordinate);
    const [scalar] = parse(`scalar Any ${text}`, { noLocation: true }).definitions;
    return [...before, ...(scalar as ScalarTypeDefinitionNode).directives!];
  };
  const definitions = parse(supergraphSdl, { noLocation: true }).definitions.map((node): DefinitionNode => {
    switch (node.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
      case Kind.UNION_TYPE_DEFINITION:
        return { ...node, directives: added(node.name.value, node.directives) };
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const fields = node.fields?.map((field) => ({
          ...field,
          directives: added(`${node.name.value}.${field.name.value}`, field.directives),
        }));
        return { ...node, fields, directives: added(node.name.value, node.directives) };
      }
      default:
        return node;
    }
  });
  if (left.size > 0) throw new Error(`Not in the supergraph: ${[...left].join(", ")}`);
  return print({ kind: Kind.DOCUMENT, definitions });
}

function subgraphExecutor(schema: GraphQLSchema): SubgraphExecutor {
  const known = new Map<string, DocumentNode>();
  const read = (source: string): DocumentNode => {
    const document = known.get(source) ?? parse(source);
    const errors = known.has(source) ? [] : validate(schema, document);
    if (errors.length > 0) throw new Error(`The gateway asked what is not valid: ${errors.join("; ")}\n${source}`);
    known.set(source, document);
    return document;
  };
  const prepare = (request: SubgraphRequest) => {
    const { document: source, variables } = request;
    const document = read(source);
    return { schema, document, variableValues: variables as Record<string, unknown>, contextValue: request };
  };
  return {
    handsOverAnswers: true,
    execute: async (request) => plain(await execute(prepare(request))),
    subscribe: async (request) => {
      const events = await subscribe(prepare(request));
      return Symbol.asyncIterator in events ? (events as AsyncIterableIterator<SubgraphResult>) : plain(events);
    },
  };
}

function plain(result: unknown): SubgraphResult {
  return JSON.parse(JSON.stringify(result)) as SubgraphResult;
}
