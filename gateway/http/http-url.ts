/** As in "must be …". */
export const HTTP_URL = "a URL with http or https, without user and password";

export function isHttpUrl(value: unknown): value is string {
  return isHttp(value) && !hasUser(value);
}

/** They would not be sent: fetch refuses them, and a connection's address has no place for them. */
export function hasUserInUrl(value: unknown): boolean {
  return isHttp(value) && hasUser(value);
}

function isHttp(value: unknown): value is string {
  return typeof value === "string" && /^https?:/.test(value) && URL.canParse(value);
}

function hasUser(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== "" || password !== "";
}
