/** A request made to keep a gateway busy; what stands in it is for the schema of schema/api.graphql. */
interface HostileRequest {
  readonly query: string;
  /** JSON. */
  readonly variables?: string;
}

export interface HostileFamily {
  readonly name: string;
  /** A request with a body of at most so many bytes. */
  readonly request: (bytes: number) => HostileRequest;
  /** What it may be refused by: names of limits, or the code of its error. */
  readonly refusedBy: readonly string[];
  /** Of one size, which fills the limits to the brim, so that validation has the most to do. */
  readonly isFull?: true;
}

const INVALID = "GRAPHQL_VALIDATION_FAILED";
const UNPARSABLE = "GRAPHQL_PARSE_FAILED";
const WRONG_VALUE = "BAD_USER_INPUT";

/** Up to the limit of a body. */
export const SIZES: readonly number[] = [2, 4, 8, 32, 64, 128, 256].map((kib) => kib * 1024);

export const FAMILIES: readonly HostileFamily[] = [
  {
    name: "fields within fields",
    refusedBy: ["depthMax", "nestingMax"],
    request: (bytes) => ({ query: nested(bytes, "{category(id:1){", "children{", "id", "}", "}}") }),
  },
  {
    name: "inline fragments within each other",
    refusedBy: ["nestingMax"],
    request: (bytes) => ({ query: nested(bytes, "{", "...{", "nope", "}", "}") }),
  },
  {
    name: "lists within lists",
    refusedBy: ["depthMax"],
    request: (bytes) => ({ query: nested(bytes, "{product(id:", "[", "", "]", "){id}}") }),
  },
  {
    name: "objects within objects",
    refusedBy: ["nestingMax"],
    request: (bytes) => ({ query: nested(bytes, "{products(where:", "{NOT:", "{}", "}", "){__typename}}") }),
  },
  {
    name: "types of lists within lists",
    refusedBy: ["depthMax"],
    request: (bytes) => ({ query: nested(bytes, "query($a:", "[", "Int", "]", "){shop{name}}") }),
  },
  {
    name: "one field over and over",
    refusedBy: ["rootFieldsMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{", () => "shop{name}", "}") }),
  },
  {
    name: "fields of many names",
    refusedBy: ["selectionsMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{name", (n) => ` f${n}`, "}}") }),
  },
  {
    name: "aliases",
    refusedBy: ["aliasesMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{", (n) => `a${n}:name `, "}}") }),
  },
  {
    name: "fragments that double",
    refusedBy: ["fieldsMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{...F0}fragment F on Query{shop{name}}", doubling) }),
  },
  {
    name: "fragments of nothing that double",
    refusedBy: ["fragmentsMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{...F0}", doubling) }),
  },
  {
    name: "fragments that double, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({
      query: `${repeat(2, (n) => `query Q${n}($a:Int){product(id:1){...F0}}`)}${repeat(5, (n) => `fragment F${n} on Product{...F${n + 1}...F${n + 1}}`)}fragment F5 on Product{${repeat(14, () => "reviews(first:$a){__typename}")}nope}`,
    }),
  },
  {
    name: "a circle of fragments",
    refusedBy: [INVALID, "documentTokensMax"],
    request: (bytes) => ({ query: circle(Math.floor(bytes / 40)) }),
  },
  {
    name: "fragments that all spread all",
    refusedBy: [INVALID, "documentTokensMax"],
    request: (bytes) => ({ query: eachSpreadsAll(Math.floor(Math.sqrt(bytes / 8))) }),
  },
  {
    name: "directives",
    refusedBy: ["directivesMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{", () => "name@skip(if:true)", "}}") }),
  },
  {
    name: "unknown directives on one field",
    refusedBy: ["directivesMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{name", (n) => `@a${n}`, "}}") }),
  },
  {
    name: "fields to be merged",
    refusedBy: [INVALID, "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{product(id:1){", () => "brand{id name}", "nope}}") }),
  },
  {
    name: "fields to be merged, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({ query: `{${repeat(7, (n) => `p${n}:product(id:1){${repeat(33, () => "brand{id}")}}`)}nope}` }),
  },
  {
    name: "fields to be merged within each other, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({ query: `{category(id:1){${doubledFields(7)}nope}}` }),
  },
  {
    name: "fragments to be merged, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({
      query: `{product(id:1){${repeat(80, (n) => `...F${n}`)}nope}}${repeat(80, (n) => `fragment F${n} on Product{brand{id}}`)}`,
    }),
  },
  {
    name: "introspection in circles",
    refusedBy: ["nestingMax"],
    request: (bytes) => ({ query: nested(bytes, "{__schema{types{", "fields{type{", "name", "}}", "}}}") }),
  },
  {
    name: "introspection in circles, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({ query: nested(1_200, "{__schema{types{", "fields{type{", "name", "}}", "}}}") }),
  },
  {
    name: "introspection in fragments, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({
      query: `{__schema{types{...F0}}}${repeat(7, (n) => `fragment F${n} on __Type{ofType{...F${n + 1}...F${n + 1}}}`)}fragment F7 on __Type{fields{type{fields{type{fields{name}}}}}}`,
    }),
  },
  {
    name: "a long string",
    refusedBy: [INVALID, "documentCharsMax"],
    request: (bytes) => ({ query: filled(bytes, `{product(id:"`, () => "x", `"){nope}}`) }),
  },
  {
    name: "a string of escapes",
    refusedBy: [INVALID, "documentCharsMax"],
    request: (bytes) => ({ query: filled(bytes, `{product(id:"`, () => "\\u{1F4A9}", `"){nope}}`) }),
  },
  {
    name: "a block string of lines",
    refusedBy: [INVALID, "documentLinesMax"],
    request: (bytes) => ({ query: filled(bytes, `{product(id:"""`, () => " \n", `"""){nope}}`) }),
  },
  {
    name: "a block string of quotes",
    refusedBy: [INVALID, "documentCharsMax"],
    request: (bytes) => ({ query: filled(bytes, `{product(id:"""`, () => '\\"""', `"""){nope}}`) }),
  },
  {
    name: "a string without an end",
    refusedBy: [UNPARSABLE],
    request: (bytes) => ({ query: filled(bytes, `{product(id:"`, () => "x") }),
  },
  {
    name: "a long name",
    refusedBy: [INVALID, "documentCharsMax"],
    request: (bytes) => ({ query: filled(bytes, "{", () => "product", "}") }),
  },
  {
    name: "unknown fields, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({ query: `{product(id:1){${repeat(300, (n) => `titel${n} `)}}}` }),
  },
  {
    name: "unknown arguments",
    refusedBy: [INVALID, "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{product(id:1", (n) => ` idd${n}:1`, "){id}}") }),
  },
  {
    name: "variables of unknown types",
    refusedBy: ["variablesMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "query(", (n) => `$a${n}:P${n}`, "){shop{name}}") }),
  },
  {
    name: "variables of unknown types, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({ query: `query(${repeat(200, (n) => `$a${n}:Prodct${n}`)}){shop{name}}` }),
  },
  {
    name: "unknown members of an input",
    refusedBy: [WRONG_VALUE, "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{products(where:{", (n) => ` titel${n}:1`, "}){__typename}}") }),
  },
  {
    name: "operations",
    refusedBy: ["operationsMax", "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "", (n) => `query Q${n}{shop{name}}`) }),
  },
  {
    name: "operations that share fragments and variables, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({
      query: `${repeat(10, (n) => `query Q${n}($a:Int){product(id:1){...F0}}`)}${repeat(44, (n) => `fragment F${n} on Product{reviews(first:$a){__typename}...F${n + 1}}`)}fragment F44 on Product{nope}`,
    }),
  },
  {
    name: "variables with defaults, to the brim",
    refusedBy: [INVALID],
    isFull: true,
    request: () => ({ query: `query(${repeat(160, (n) => `$a${n}:Int=1`)}){shop{name}}` }),
  },
  {
    name: "fragments that nobody spreads",
    refusedBy: [INVALID, "documentTokensMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{name}}", (n) => `fragment F${n} on Shop{name}`) }),
  },
  {
    name: "comments",
    refusedBy: [INVALID, "documentLinesMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{nope}}", () => "#\n") }),
  },
  {
    name: "byte order marks",
    refusedBy: [INVALID, "documentCharsMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{nope}}", () => "\uFEFF") }),
  },
  {
    name: "commas",
    refusedBy: [INVALID, "documentCharsMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{nope", () => ",", "}}") }),
  },
  {
    name: "lines before a fault",
    refusedBy: [UNPARSABLE, "documentLinesMax"],
    request: (bytes) => ({ query: filled(bytes, "{shop{name}", () => "\n") }),
  },
  {
    name: "objects within objects in variables",
    refusedBy: ["bodyNestingMax"],
    request: (bytes) => ({ ...BY_FILTER, variables: nested(bytes, '{"where":', '{"NOT":', "{}", "}", "}") }),
  },
  {
    name: "lists within lists in variables",
    refusedBy: ["bodyNestingMax"],
    request: (bytes) => ({ ...BY_FILTER, variables: nested(bytes, '{"where":', "[", "", "]", "}") }),
  },
  {
    name: "unknown members in variables",
    refusedBy: [WRONG_VALUE, "bodyTokensMax"],
    request: (bytes) => ({ ...BY_FILTER, variables: filled(bytes, '{"where":{"b":1', (n) => `,"a${n}":1`, "}}") }),
  },
  {
    name: "variables that nobody asked for",
    refusedBy: [WRONG_VALUE, "bodyTokensMax"],
    request: (bytes) => ({ ...BY_FILTER, variables: filled(bytes, '{"where":1', (n) => `,"a${n}":1`, "}") }),
  },
  {
    name: "wrong values in variables",
    refusedBy: [WRONG_VALUE, "bodyTokensMax"],
    request: (bytes) => ({ ...BY_IDS, variables: filled(bytes, '{"in":[{}', () => ",{}", "]}") }),
  },
  {
    name: "a wrong value at the end of variables",
    refusedBy: [WRONG_VALUE, "bodyTokensMax"],
    request: (bytes) => ({ ...BY_IDS, variables: filled(bytes, '{"in":[1', () => ",1", ",{}]}") }),
  },
  {
    name: "a long wrong value in variables",
    refusedBy: [WRONG_VALUE],
    request: (bytes) => ({ ...BY_FILTER, variables: filled(bytes, '{"where":"', () => "\\u0041", '"}') }),
  },
];

/** The request as its body comes in. */
export function bodyOf({ query, variables = "{}" }: HostileRequest): Buffer {
  return Buffer.from(`{"query":${JSON.stringify(query)},"variables":${variables}}`);
}

const BY_FILTER = { query: "query($where:ProductFilter){products(where:$where){__typename}}" };
const BY_IDS = { query: "query($in:[ID!]){products(where:{brand:{in:$in}}){__typename}}" };
const FRAME_BYTES = 150;

function repeat(times: number, part: (n: number) => string): string {
  return Array.from({ length: times }, (_, n) => part(n)).join("");
}

/** As many parts between start and end as fit, escaped as JSON has them. */
function filled(bytes: number, start: string, part: (n: number) => string, end = ""): string {
  const parts = [start];
  let left = bytes - FRAME_BYTES;
  for (let n = 0; left > 0; n++) {
    const next = part(n);
    left -= Buffer.byteLength(JSON.stringify(next)) - 2;
    if (left > 0) parts.push(next);
  }
  return parts.join("") + end;
}

function nested(bytes: number, start: string, open: string, middle: string, close: string, end: string): string {
  const levels = Math.floor((bytes - FRAME_BYTES) / (open.length + close.length));
  return start + open.repeat(levels) + middle + close.repeat(levels) + end;
}

function doubling(n: number): string {
  return `fragment F${n} on Query{...F${n + 1}...F${n + 1}...F}`;
}

function circle(fragments: number): string {
  return `{...F0}${repeat(fragments, (n) => `fragment F${n} on Query{...F${(n + 1) % fragments}}`)}`;
}

function eachSpreadsAll(fragments: number): string {
  const spreads = repeat(fragments, (n) => `...F${n}`);
  return `{__schema{types{${spreads}}}}${repeat(fragments, (n) => `fragment F${n} on __Type{ofType{${spreads}}}`)}`;
}

function doubledFields(levels: number): string {
  if (levels === 0) return "id ";
  return repeat(2, () => `children{${doubledFields(levels - 1)}}`);
}
