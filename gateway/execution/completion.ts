import type {
  FragmentDefinitionNode,
  FragmentSpreadNode,
  GraphQLError,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLSchema,
  InlineFragmentNode,
  OperationDefinitionNode,
} from "graphql";
import type { FailedFields, Told } from "./fetch-errors.ts";
import type { ResponsePath } from "./places.ts";
import type { Json } from "./rewrites.ts";

/** What a client's answer is made of. */
export interface Completion {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Of @skip and @include. */
  readonly conditions: Readonly<Record<string, unknown>>;
  /** The client's name of a field that stands under another one in the data. */
  readonly nameOf: (responseName: string) => string;
  readonly data: Json;
  /** Which errors left which places empty. */
  readonly failed: FailedFields;
  /** All that went wrong so far. */
  readonly told: readonly Told[];
  /** The error in place of a field that was not asked for. */
  refusalAt?(typeName: string, fieldName: string): GraphQLError | undefined;
  /** Whether a missing value is the whole answer: there is no such object for this caller. */
  isAbsent?(object: Json, typeName: string, fieldName: string): boolean;
  /** Whether a subgraph said that it does not know the object. */
  isUnknown?(object: Json): boolean;
  /** Whether a fragment of an object is left out here, because its answer follows (@defer). */
  isLater?(fragment: FragmentSpreadNode | InlineFragmentNode, at: ObjectPlace): boolean;
}

/** A type by which an object can be shaped. */
export type KnownType = GraphQLObjectType | GraphQLInterfaceType;

/** An object of the data and where the client meets it. */
export interface ObjectPlace {
  readonly type: KnownType;
  readonly source: Json;
  readonly path: ResponsePath;
}

export interface Completed {
  readonly data: Json | null;
  readonly errors: readonly GraphQLError[];
}

export interface CompletedObject extends Completed {
  /** Those that are told at what they left empty. */
  readonly seen: ReadonlySet<Told>;
  /** Places that are null because nothing came, without an error of their own. */
  readonly unexplained: readonly ResponsePath[];
  /** For those of them where nothing failed beside them: an error, unless there will be another. */
  readonly nothingCame: readonly GraphQLError[];
}
