import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  execute,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type ScalarTypeDefinitionNode,
  subscribe,
  validate,
} from "graphql";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import type { Resolvers } from "#kernel/subgraph.ts";
import { openTestGateway, type TestGateway, type TestGatewayOptions } from "./gateway.ts";

export interface FederatedGatewayOptions extends Omit<TestGatewayOptions, "federation" | "shape"> {
  /** By name: the SDL without its `@link`, and what answers. These subgraphs enforce no rules of their own. */
  readonly subgraphs: Readonly<Record<string, { readonly sdl: string; readonly resolvers?: Resolvers }>>;
  /**
   * Directives that are added to the composed supergraph, by `Type` or `Type.field`: what older versions of composition
   * and others let pass.
   */
  readonly written?: Readonly<Record<string, string>>;
}

/** A gateway over any subgraphs. */
export interface FederatedGateway extends TestGateway {
  /** All that subgraphs were asked since the last look, documents and variables. */
  heard(): string;
}

export async function openFederatedGateway(options: FederatedGatewayOptions): Promise<FederatedGateway> {
  const { subgraphs, written = {}, ...others } = options;
  const names = Object.keys(subgraphs);
  const services = names.map((name) => ({
    name,
    typeDefs: parse(LINK + subgraphs[name]!.sdl),
    url: `http://${name}.internal`,
  }));
  const rules = { name: "rules", typeDefs: parse(LINK + RULES), url: "http://rules.internal" };
  const { errors, supergraphSdl } = composeServices(Object.keys(written).length > 0 ? [...services, rules] : services);
  if (!supergraphSdl) throw new Error(errors?.join("\n"));
  const executors = new Map(
    services.map(({ name, typeDefs }) => [
      name,
      subgraphExecutor(buildSubgraphSchema([{ typeDefs, resolvers: subgraphs[name]!.resolvers ?? {} }])),
    ]),
  );
  const gateway = await openTestGateway({
    ...others,
    federation: { supergraphSdl: withDirectives(supergraphSdl, written), executors },
  });
  const heard = () => {
    const requests = gateway.traffic.splice(0);
    return requests.map(({ request }) => `${request.document} ${JSON.stringify(request.variables)}`).join("\n");
  };
  return { ...gateway, heard };
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
  const prepare = ({ document: source, variables, caller }: SubgraphRequest) => {
    const document = parse(source);
    const errors = validate(schema, document);
    if (errors.length > 0) throw new Error(`The gateway asked what is not valid: ${errors.join("; ")}\n${source}`);
    return { schema, document, variableValues: variables as Record<string, unknown>, contextValue: { caller } };
  };
  return {
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
