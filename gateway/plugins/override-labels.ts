import { type DocumentNode, Kind, visit } from "graphql";

/** For how many of a hundred requests each label is on. */
export type LabelPercents = Readonly<Record<string, number>>;

/** The labels of @override(label:) that are on for a request, drawn anew for each. */
export type DrawLabels = () => ReadonlySet<string>;

const PERCENT = /^percent\((\d+(?:\.\d+)?)\)$/;

/**
 * Undefined where the supergraph has no labels. `percent(N)` says itself for how many it is on, and one draw decides for
 * all of that kind: who gets the part of 5 gets the part of 50, too. Of others it is the settings that say.
 */
export function overrideLabels(
  supergraph: DocumentNode,
  percents: LabelPercents = {},
  random = Math.random,
): DrawLabels | undefined {
  const labels = labelsIn(supergraph);
  if (labels.size === 0) return undefined;
  const byItself = [...labels].flatMap((label) => {
    const percent = PERCENT.exec(label)?.[1];
    return percent === undefined ? [] : [[label, Number(percent)] as const];
  });
  const named = [...labels].filter((label) => !PERCENT.test(label) && (percents[label] ?? 0) > 0);
  return () => {
    const drawn = random() * 100;
    const on = byItself.flatMap(([label, percent]) => (drawn < percent ? [label] : []));
    return new Set([...on, ...named.filter((label) => random() * 100 < percents[label]!)]);
  };
}

function labelsIn(supergraph: DocumentNode): ReadonlySet<string> {
  const labels = new Set<string>();
  visit(supergraph, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== "join__field") return;
      const label = given.find(({ name }) => name.value === "overrideLabel")?.value;
      if (label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return labels;
}
