import { readFileSync } from "node:fs";
import { PlatformStartError } from "../start-error.ts";

export function readSupergraphFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatformStartError({
      message: `The supergraph ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      remedy: "Name the composed schema's file: --supergraph FILE.",
    });
  }
}

/** Why a file cannot be served, by what it seems to be: the layers below know nothing of files. */
export function supergraphFault(file: string, sdl: string, error: unknown): PlatformStartError {
  if (error instanceof PlatformStartError) return error;
  const message = `The supergraph ${file} cannot be served: ${reasonOf(sdl, error as Error)}.`;
  const remedy =
    "Compose the subgraphs' schemas (rover supergraph compose, or @apollo/composition), and name what comes of it: --supergraph FILE.";
  return new PlatformStartError({ message, remedy, cause: error });
}

function reasonOf(sdl: string, { message }: Error): string {
  if (sdl.trim() === "") return "it is empty";
  if (/Syntax Error/.test(message)) return `it is no GraphQL schema, or only a part of one (${message})`;
  if (isComposed(sdl)) return message;
  return /specs\.apollo\.dev\/federation\/|@key\b/.test(sdl)
    ? "it is one subgraph's schema, which has to be composed first"
    : "it is a schema, but no supergraph: it does not say which subgraph has what";
}

/** Each composition says so of what it made. */
function isComposed(sdl: string): boolean {
  return /specs\.apollo\.dev\/join\//.test(sdl);
}

/** As composed before Federation 2. */
export function isOfFederation1(sdl: string): boolean {
  return /specs\.apollo\.dev\/join\/v0\.1\b/.test(sdl);
}
