/**
 * Loaded into each test file's process: what it reports is written before it goes on. Otherwise reports wait in the
 * process while the reader of the pipe is busy, and are lost with it, without a word, when `--test-force-exit` ends it.
 */
const { _handle: pipe } = process.stdout as { _handle?: { setBlocking?(isBlocking: boolean): void } };
pipe?.setBlocking?.(true);
