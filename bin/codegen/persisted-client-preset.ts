import { createHash } from "node:crypto";
import { preset as client } from "@graphql-codegen/client-preset";
import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from "graphql";

type BuildSections = (typeof client)["buildGeneratesSection"];
type Options = Parameters<BuildSections>[0];

/**
 * The client preset with a manifest of its operations in Apollo's format. The preset's own list sorts what it lists, so
 * that a safelist would not know the very documents the client sends; here both are the same text.
 */
export const preset: typeof client = {
  ...client,
  buildGeneratesSection: async (options) => {
    const operations = operationsOf(options.documents);
    const idOf = (definitions: readonly DefinitionNode[]) => {
      const name = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)?.name?.value;
      return operations.find((operation) => operation.name === name)?.id;
    };
    const sections = await client.buildGeneratesSection({
      ...options,
      presetConfig: {
        ...options.presetConfig,
        onExecutableDocumentNode: ({ definitions }) => ({ hash: `sha256:${idOf(definitions)}` }),
      },
    });
    const manifest = { format: "apollo-persisted-query-manifest", version: 1, operations };
    const content = `${JSON.stringify(manifest, null, 2)}\n`;
    return [
      ...sections,
      {
        filename: `${options.baseOutputDir}persisted-operations.json`,
        ...{ schema: options.schema, documents: options.documents, config: {} },
        ...{ plugins: [{ manifest: {} }], pluginMap: { manifest: { plugin: () => ({ content }) } } },
      },
    ];
  },
};

function operationsOf(documents: Options["documents"]) {
  const definitions = documents.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map(
    definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  );
  return definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => {
      const body = [operation, ...fragmentsIn(operation, fragments)].map(print).join("\n\n");
      const id = createHash("sha256").update(body).digest("hex");
      return { id, name: operation.name!.value, type: operation.operation, body };
    });
}

/** Those that the operation spreads, itself or through others, each once. */
function fragmentsIn(operation: OperationDefinitionNode, all: ReadonlyMap<string, FragmentDefinitionNode>) {
  const found = new Set<FragmentDefinitionNode>();
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode) =>
    void visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = all.get(name.value)!;
        if (found.has(fragment)) return;
        found.add(fragment);
        look(fragment);
      },
    });
  look(operation);
  return found;
}
