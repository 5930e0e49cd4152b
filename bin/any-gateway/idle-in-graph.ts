import { type FieldDefinitionNode, Kind, parse } from "graphql";
import { subgraphUrlsIn } from "#gateway/supergraph.ts";
import type { GatewaySettings } from "./settings.ts";

/**
 * Settings that come to nothing with this supergraph: each with what it names and the graph does not have. Told and not
 * refused: a graph may lose what it had, and a gateway that starts anew must serve it all the same.
 */
export function idleInGraph({ config, routes }: Pick<GatewaySettings, "config" | "routes">, sdl: string): string[] {
  const names = new Set(Object.keys(config.subgraphs).concat(Object.keys(routes)));
  const { fields } = config.rateLimits;
  const topics = Object.keys(config.subscriptions.topics);
  const known = subgraphUrlsIn(sdl);
  const rootFields = rootFieldsIn(sdl);
  const idle: string[] = [];
  for (const name of names) if (!known.has(name)) idle.push(`subgraphs.${name}: there is no subgraph of this name`);
  for (const topic of topics) if (!rootFields.has(topic)) idle.push(`subscriptions.topics: there is no ${topic}`);
  for (const [at, limit] of fields.entries()) {
    const [, argument] = limit.by.split(".");
    for (const name of limit.fields) {
      const field = rootFields.get(name);
      if (!field) idle.push(`rateLimits.fields.${at}.fields: there is no ${name}`);
      else if (argument !== undefined && !field.arguments?.some(({ name }) => name.value === argument))
        idle.push(`rateLimits.fields.${at}.by: ${name} has no argument ${argument}`);
    }
  }
  return idle;
}

/** By `Mutation.login`. */
function rootFieldsIn(sdl: string): ReadonlyMap<string, FieldDefinitionNode> {
  const fields = new Map<string, FieldDefinitionNode>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !ROOTS.has(definition.name.value)) continue;
    for (const field of definition.fields ?? []) fields.set(`${definition.name.value}.${field.name.value}`, field);
  }
  return fields;
}

const ROOTS: ReadonlySet<string> = new Set(["Query", "Mutation", "Subscription"]);
