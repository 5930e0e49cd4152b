import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { PLACES, SERVICE_MS, SERVICES, type ServiceName } from "./shop.ts";

/** The subgraphs in one process, as cheap as can be: what they take is time, not the machine. From the first port on. */
const [portFirst] = process.argv.slice(2).map(Number);

interface Variables {
  readonly id?: string;
  readonly representations?: readonly { readonly id: string }[];
}

const answers: Record<ServiceName, (variables: Variables) => object> = {
  goods: ({ id }) => ({ product: { __typename: "Product", id, name: `Product ${id}` } }),
  stock: ({ representations = [] }) => ({
    _entities: representations.map(({ id }) => ({ __typename: "Product", id, inStock: true })),
  }),
};

SERVICES.forEach((name, index) => {
  const server = createServer(answering(answers[name], inPlaces()));
  server.keepAliveTimeout = 10 * 60_000;
  server.listen(portFirst! + index, "127.0.0.1");
});

function answering(answer: (variables: Variables) => object, inPlace: InPlace): RequestListener {
  return async (incoming, outgoing) => {
    const { query, variables = {} } = JSON.parse(await textOf(incoming)) as { query: string; variables?: Variables };
    const data = query.includes("product(") || variables.representations ? answer(variables) : { __typename: "Query" };
    const body = Buffer.from(JSON.stringify({ data }));
    inPlace(() =>
      outgoing.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body),
    );
  };
}

type InPlace = (done: () => void) => void;

/** First come, first served. */
function inPlaces(): InPlace {
  const waiting: (() => void)[] = [];
  let free = PLACES;
  const serve = (done: () => void) => {
    free -= 1;
    setTimeout(() => {
      done();
      free += 1;
      const next = waiting.shift();
      if (next) serve(next);
    }, SERVICE_MS);
  };
  return (done) => (free > 0 ? serve(done) : void waiting.push(done));
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
