/** What somebody is to the shop. */
export type Role = "CUSTOMER" | "SUPPORT" | "ADMIN";

const CUSTOMER = ["account"];
const SUPPORT = [...CUSTOMER, "users:read", "orders:read", "orders:write", "payments:refund", "stock:read"];
const ADMIN = [...SUPPORT, "catalog:write", "stock:write"];

/** The one place that says what a role may; every rule elsewhere names scopes. */
const SCOPES: Readonly<Record<Role, readonly string[]>> = { CUSTOMER, SUPPORT, ADMIN };

/** Each scope once, whichever of the roles gives it. A guest has no role, hence no scope. */
export function scopesOf(roles: readonly Role[]): readonly string[] {
  return [...new Set(roles.flatMap((role) => SCOPES[role]))];
}
