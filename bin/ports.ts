import { createServer } from "node:net";

/** Resolves when something could listen there now; rejects with the system's error otherwise. */
export function probePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** `count` free ports, counted up from `from` and below the range that systems hand out by themselves. */
export async function freePorts(host: string, from: number, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = from; found.length < count && port <= PORT_MAX; port++) {
    await probePort(host, port).then(
      () => found.push(port),
      () => {},
    );
  }
  return found;
}

const PORT_MAX = 32_767;
