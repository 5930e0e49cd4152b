import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP line to a server that a test can cut. */
export interface CuttableLine {
  readonly url: string;
  /** Cuts all connections; new ones are taken again at once. */
  cut(): void;
  /** Lets nothing more through the connections there are, and tells neither end. */
  freeze(): void;
  stop(): Promise<void>;
}

export async function cuttableLine(to: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(to);
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.pipe(other);
      end.on("error", () => other.destroy());
      end.on("close", () => {
        ends.delete(end);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => ends.forEach((end) => end.destroy());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    freeze: () => ends.forEach((end) => end.unpipe().pause()),
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
