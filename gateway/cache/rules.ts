import { buildASTSchema, parse } from "graphql";
import { type CacheControl, cacheControlOf } from "./policy.ts";
import { type TagReader, tagReaderOf } from "./tag-reader.ts";

/** What a supergraph says of keeping answers: for how long, for whom, and what they are made of. */
export type CacheRules = CacheControl & TagReader;

export function cacheRulesOf(supergraphSdl: string): CacheRules {
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  return { ...cacheControlOf(schema), ...tagReaderOf(schema) };
}
