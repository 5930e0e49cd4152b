import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { composeServices } from "@apollo/composition";
import { parse, printSchema } from "graphql";
import { subgraphSchema } from "#kernel/in-process.ts";
import { readTypeDefsOf, type Subgraph } from "#kernel/subgraph.ts";
import { createNode, nodeTypesOf } from "./node-subgraph.ts";

/** The subgraphs that have a contract of their own; `node` is made from them. */
export const SUBGRAPHS = ["users", "catalog", "inventory", "orders", "payments", "reviews"] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];

const SCHEMA = new URL("../schema/", import.meta.url);

/** Everything that is made from the SDL, by its path below `schema/`. Throws when the parts do not fit without a hint. */
export function compose(): Map<string, string> {
  const typeDefs = allTypeDefs();
  const services = [...typeDefs].map(([name, text]) => ({
    name,
    typeDefs: parse(text),
    url: `http://${name}.internal/graphql`,
  }));
  const composed = composeServices(services);
  const complaints = [...(composed.errors ?? []).map(String), ...(composed.hints ?? []).map(String)];
  if (complaints.length > 0 || !composed.supergraphSdl)
    throw new Error(`The subgraphs do not compose:\n${complaints.join("\n")}`);
  const files = new Map([
    ["supergraph.graphql", `# inputs: ${inputsHash(typeDefs)}\n${composed.supergraphSdl}\n`],
    ["api.graphql", `${printSchema(composed.schema.toAPISchema().toGraphQLJSSchema())}\n`],
  ]);
  for (const [name, text] of typeDefs) {
    files.set(`subgraphs/${name}.graphql`, `${printSchema(subgraphSchema({ typeDefs: text, resolvers: {} }))}\n`);
  }
  return files;
}

/** The supergraph's SDL: the committed file, or made anew where a contract has changed since it was written. */
export function readSupergraph(): string {
  const file = new URL("supergraph.graphql", SCHEMA);
  const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (committed.startsWith(`# inputs: ${inputsHash(allTypeDefs())}\n`)) return committed;
  return compose().get("supergraph.graphql")!;
}

/** All contracts by name, `node` last. */
export function allTypeDefs(): Map<string, string> {
  const node = nodeSubgraph();
  return new Map([...ownTypeDefs(), [node.name, node.typeDefs]]);
}

/** `Query.node` over every type of the subgraphs that implements Node. */
export function nodeSubgraph(): Subgraph {
  return createNode(nodeTypesOf(ownTypeDefs().map(([, text]) => text)));
}

function ownTypeDefs(): [string, string][] {
  return SUBGRAPHS.map((name) => [name, readTypeDefsOf(name)]);
}

function inputsHash(typeDefs: ReadonlyMap<string, string>): string {
  return createHash("sha256")
    .update(JSON.stringify([...typeDefs]))
    .digest("hex");
}

if (import.meta.main) {
  mkdirSync(new URL("subgraphs/", SCHEMA), { recursive: true });
  for (const [path, text] of compose()) writeFileSync(new URL(path, SCHEMA), text);
}
