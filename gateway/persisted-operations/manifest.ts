import { type DocumentNode, Kind } from "graphql";
import { z } from "zod";
import { sha256 } from "./document-store.ts";
import { normalized } from "./normalized.ts";

/** A file in Apollo's format, by the name that complaints about it use. */
export interface ManifestFile {
  readonly file: string;
  readonly text: string;
}

/** The operations of all manifests together. */
export interface Manifest {
  readonly size: number;
  /** Whether what an id stands for may depend on who asks. */
  readonly differsByClient: boolean;
  /** The one of this client before the one of all clients. */
  bodyOf(id: string, clientName: string | undefined): string | undefined;
  /** The id of an operation with this text, whoever's it is. */
  idOf(document: DocumentNode): string | undefined;
}

const OPERATIONS_MAX = 100_000;

const operation = z.object({
  id: z.string().min(1).max(256),
  name: z.string().min(1),
  type: z.enum(["query", "mutation", "subscription"]),
  body: z.string().min(1),
  clientName: z.string().min(1).nullish(),
});
const manifest = z.object({
  format: z.literal("apollo-persisted-query-manifest"),
  version: z.literal(1),
  operations: z.array(operation).max(OPERATIONS_MAX),
});

/** Throws an error that names file and operation, so that a bad manifest never takes the place of a good one. */
export function readManifests(files: readonly ManifestFile[], parse: (body: string) => DocumentNode): Manifest {
  const bodies = new Map<string, { readonly body: string; readonly file: string }>();
  const ids = new Map<string, string>();
  let differsByClient = false;
  for (const { file, text } of files) {
    for (const { id: written, name, type, body, clientName } of operationsIn(file, text)) {
      const complain = (complaint: string) => new Error(`${file}: operation ${name} (${written}): ${complaint}`);
      const document = parsed(body, parse, complain);
      if (!holds(document, name, type)) throw complain(`its body holds no ${type} of this name`);
      const id = plainId(written);
      const key = keyOf(id, clientName);
      const known = bodies.get(key);
      if (known && known.body !== body) throw complain(`${known.file} has another body under this id`);
      bodies.set(key, { body, file });
      differsByClient ||= typeof clientName === "string";
      ids.set(sha256(normalized(document)), id);
    }
  }
  return {
    size: bodies.size,
    differsByClient,
    bodyOf: (id, clientName) => (bodies.get(keyOf(id, clientName)) ?? bodies.get(keyOf(id, undefined)))?.body,
    idOf: (document) => ids.get(sha256(normalized(document))),
  };
}

/** `sha256:HEX` (GraphQL over HTTP, appendix A) and `HEX` (Apollo) name the same document. */
export function plainId(id: string): string {
  return id.startsWith("sha256:") ? id.slice("sha256:".length) : id;
}

function operationsIn(file: string, text: string): z.infer<typeof operation>[] {
  const json = readJson(file, text);
  const { success, data, error } = manifest.safeParse(json);
  if (success) return data.operations;
  const [{ path, message } = { path: [], message: "not a manifest" }] = error.issues;
  const name = z
    .object({ operations: z.array(z.object({ name: z.string() }).catch({ name: "without a name" })) })
    .safeParse(json).data?.operations[path[1] as number]?.name;
  const about = path[0] === "operations" && name ? `operation ${name}: ` : "";
  throw new Error(`${file}: ${about}${path.join(".") || "the whole"}: ${message}`);
}

function readJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: not valid JSON: ${(error as Error).message}`, { cause: error });
  }
}

function parsed(body: string, parse: (body: string) => DocumentNode, complain: (complaint: string) => Error) {
  try {
    return parse(body);
  } catch (error) {
    throw complain((error as Error).message);
  }
}

function holds({ definitions }: DocumentNode, name: string, type: string): boolean {
  return definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.name?.value === name && node.operation === type,
  );
}

function keyOf(id: string, clientName: string | null | undefined): string {
  return JSON.stringify([id, clientName ?? null]);
}
