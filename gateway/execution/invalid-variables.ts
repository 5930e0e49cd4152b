import { type ASTNode, getVariableValues, GraphQLError, type GraphQLSchema } from "graphql";
import { badInput, type ClientError } from "#kernel/errors.ts";
import { nullCondition, type ReadDocument } from "./null-conditions.ts";

const ERRORS_MAX = 5;
/** What is wrong is said first; then comes the whole value. */
const MESSAGE_CHARS_MAX = 500;
/** Filters nest three deep; this is for what nests until the stack is full. */
const VARIABLES_DEPTH_MAX = 50;

/** What is wrong with the values of an operation's variables, in the client's own terms; undefined: nothing. */
export function invalidVariables(
  schema: GraphQLSchema,
  read: ReadDocument,
  variables: Readonly<Record<string, unknown>>,
  suggestions: boolean,
): readonly GraphQLError[] | undefined {
  if (isDeeperThan(variables, VARIABLES_DEPTH_MAX)) return [tooDeep()];
  const { errors } = getVariableValues(schema, read.ast.variableDefinitions ?? [], variables, {
    maxErrors: ERRORS_MAX,
    hideSuggestions: !suggestions,
  });
  if (errors) return errors.map(({ message, nodes }) => invalid(message.slice(0, MESSAGE_CHARS_MAX), nodes));
  const deciding = nullCondition(read, variables);
  if (!deciding) return undefined;
  const { value } = deciding.variable.name;
  return [invalid(`Variable "$${value}" must not be null: it decides what is included.`, [deciding])];
}

function invalid(message: string, nodes: readonly ASTNode[] | undefined): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code: "BAD_USER_INPUT" } });
}

function isDeeperThan(value: unknown, depthMax: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depthMax === 0 || Object.values(value).some((item) => isDeeperThan(item, depthMax - 1));
}

/** No setting: what is read of a body (bodyNestingMax) may nest little deeper. */
function tooDeep(): ClientError {
  return badInput("variables", `Variables nest at most ${VARIABLES_DEPTH_MAX} deep.`);
}
