import { createServer } from "node:http";

/** The baseline: node:http with nothing behind it, answering the bytes it was given by its parent. */
process.once("message", (body: string) => {
  const bytes = Buffer.from(body);
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => {
      outgoing.writeHead(200, { "content-type": "application/json", "content-length": bytes.length }).end(bytes);
    });
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as { port: number }).port));
});
