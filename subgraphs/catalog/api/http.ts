import { createHash } from "node:crypto";
import type { Route } from "#kernel/subgraph.ts";
import type { Pictures } from "../ports.ts";

const DEMO_PICTURES = "/media/demo/";

/** An SVG may hold scripts: ours do not, and a browser is told to run none. */
const HEADERS = {
  "content-type": "image/svg+xml; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  "x-content-type-options": "nosniff",
  "cache-control": "public, max-age=86400",
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
};

/** The demo shop's pictures. */
export function pictureRoutes(pictures: Pictures | undefined): Route[] {
  if (!pictures) return [];
  return [
    {
      method: "GET",
      path: `${DEMO_PICTURES}*`,
      handle: async ({ path, headers }) => {
        const svg = pictures.draw(path.slice(DEMO_PICTURES.length));
        if (svg === undefined)
          return { status: 404, headers: { "content-type": "text/plain" }, body: "There is no such picture.\n" };
        const etag = `"${createHash("sha256").update(svg).digest("base64url").slice(0, 22)}"`;
        if (headers["if-none-match"] === etag) return { status: 304, headers: { ...HEADERS, etag } };
        return { status: 200, headers: { ...HEADERS, etag }, body: svg };
      },
    },
  ];
}
