import { cpus, loadavg } from "node:os";
import { openGate } from "#tests/support/gate.ts";
import { bodyOf, FAMILIES, SIZES } from "#tests/support/hostile-documents.ts";

/**
 * `npm run bench:hostile [-- ROUNDS]`: how long hostile requests hold up the event loop, from the complete body to its
 * refusal, with the limits of production. Each family is told by its slowest size, each size by the quietest of several
 * blocks of rounds: what else runs on the machine is not ours.
 */
const rounds = Number(process.argv[2] ?? 200);
const BLOCKS = 5;
const P99_MS_MAX = 5;

const refusalOf = openGate();
console.log(
  `Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}, the quietest of ${BLOCKS} × ${rounds} rounds\n`,
);
console.log(row(["", "bytes", "p50 ms", "p99 ms", "max ms"]));
const slowest = FAMILIES.map(({ name, request, isFull }) => {
  const sizes = (isFull ? [0] : SIZES).map((size) => measure(bodyOf(request(size))));
  const worst = sizes.toSorted((a, b) => b.p99 - a.p99)[0]!;
  const { bytes, p50, p99, max } = worst;
  console.log(row([name, bytes, p50.toFixed(2), p99.toFixed(2), max.toFixed(2), p99 > P99_MS_MAX ? "over" : ""]));
  return p99;
});
const over = slowest.filter((p99) => p99 > P99_MS_MAX).length;
console.log(`\n${FAMILIES.length} families, ${over} over ${P99_MS_MAX} ms (p99)`);
process.exitCode = over > 0 ? 1 : 0;

function measure(body: Buffer) {
  const blocks = Array.from({ length: BLOCKS }, () => measureBlock(body));
  return blocks.toSorted((a, b) => a.p99 - b.p99)[0]!;
}

function measureBlock(body: Buffer) {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    JSON.stringify(refusalOf(body));
    return performance.now() - startedAt;
  }).toSorted((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)]!;
  return { bytes: body.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => (index === 0 ? String(cell).padEnd(60) : String(cell).padStart(8))).join(" ");
}
