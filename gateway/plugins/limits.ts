import { type DocumentNode, GraphQLError, type GraphQLSchema, Lexer, parse, Source, TokenKind } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { GatewayLimits } from "../limits.ts";
import { planSizeOf } from "../planning/plan-size.ts";
import { type DocumentSize, measureDocument } from "./measure-document.ts";

type TextLimit = "documentLinesMax" | "documentTokensMax" | "documentCharsMax" | "nestingMax" | "depthMax";
type SizeLimit = keyof DocumentSize;
type PlanLimit = "plannedSelectionsMax";
type Limits<Name extends TextLimit | SizeLimit | PlanLimit> = Pick<GatewayLimits, Name>;

const MESSAGE_CHARS_MAX = 500;
const LINE_END = /\r\n|[\n\r]/;
const OPENING: readonly TokenKind[] = [TokenKind.PAREN_L, TokenKind.BRACKET_L, TokenKind.BRACE_L];
const CLOSING: readonly TokenKind[] = [TokenKind.PAREN_R, TokenKind.BRACKET_R, TokenKind.BRACE_R];

/**
 * Parses within the limits of the text; throws what the client did wrong. Places in the text are left out: what is kept
 * of a document is half as large without them.
 */
export function parseWithinLimits(text: string, limits: Limits<TextLimit>): DocumentNode {
  try {
    checkText(text, limits);
    return parse(text, { noLocation: true });
  } catch (error) {
    if (error instanceof ClientError || !(error instanceof GraphQLError)) throw error;
    const { source, positions } = error;
    const extensions = { code: "GRAPHQL_PARSE_FAILED" };
    throw new GraphQLError(error.message.slice(0, MESSAGE_CHARS_MAX), { source, positions, extensions });
  }
}

/** Refuses a document by its size, before validation and planning spend time on it. */
export function checkLimits(document: DocumentNode, limits: Limits<SizeLimit>): void {
  const size = measureDocument(document);
  for (const limit of Object.keys(size) as SizeLimit[]) refuseOver(limit, size[limit], limits);
}

/** Refuses a valid document for which planning would take too long. */
export function checkPlanSize(document: DocumentNode, schema: GraphQLSchema, limits: Limits<PlanLimit>): void {
  refuseOver("plannedSelectionsMax", planSizeOf(document, schema), limits);
}

/** Before it is parsed: the parser goes down into every bracket, and a comment or a block string has all its lines. */
function checkText(text: string, limits: Limits<TextLimit>): void {
  refuseOver("documentLinesMax", text.split(LINE_END, limits.documentLinesMax + 1).length, limits);
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let nesting = 0;
  let lists = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    refuseOver("documentTokensMax", ++tokens, limits);
    if (OPENING.includes(kind)) refuseOver("nestingMax", ++nesting, limits);
    if (CLOSING.includes(kind)) nesting -= 1;
    if (kind === TokenKind.BRACKET_L) refuseOver("depthMax", ++lists, limits);
    if (kind === TokenKind.BRACKET_R) lists -= 1;
  }
  refuseOver("documentCharsMax", text.length, limits);
}

function refuseOver<Name extends TextLimit | SizeLimit | PlanLimit>(
  limit: Name,
  count: number,
  limits: Limits<Name>,
): void {
  const value: number = limits[limit];
  if (count <= value) return;
  throw new ClientError("BAD_USER_INPUT", `The document exceeds the limit ${limit} of ${value}.`, { limit, value });
}
