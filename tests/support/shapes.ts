import { after, before, describe, test } from "node:test";
import { type Platform, type Shape, SHAPES, startPlatform } from "./platform.ts";

export type ShapeTest = (name: string, run: () => Promise<void>) => void;

/** One platform per shape for all tests of a file; each test's name says its shape, for the list at the end of a run. */
export function inShapes(
  suite: (platform: () => Platform, shapeTest: ShapeTest) => void,
  { shapes = SHAPES, env = {} }: { shapes?: readonly Shape[]; env?: Readonly<Record<string, string>> } = {},
): void {
  for (const shape of shapes) {
    describe(shape, () => {
      let platform: Platform | undefined;
      before(async () => {
        platform = await startPlatform(shape, env);
      });
      after(async () => {
        await platform?.stop();
      });
      suite(
        () => platform!,
        (name, run) => void test(`${name} [${shape}]`, run),
      );
    });
  }
}
