import { buildASTSchema, parse } from "graphql";
import { readFieldNeeds } from "../planning/field-needs.ts";
import { readAccessRules } from "../plugins/access-rules.ts";
import { type CacheControl, cacheControlOf } from "./policy.ts";
import { type TagReader, tagReaderOf } from "./tag-reader.ts";

/** What a supergraph says of keeping answers: for how long, for whom, and what they are made of. */
export type CacheRules = CacheControl & TagReader;

export function cacheRulesOf(supergraphSdl: string): CacheRules {
  const document = parse(supergraphSdl, { noLocation: true });
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const needs = readFieldNeeds(document);
  const access = readAccessRules(document, schema, needs);
  return { ...cacheControlOf(schema, access, needs), ...tagReaderOf(schema) };
}
