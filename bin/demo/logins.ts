/** Who can sign in to the demo shop. Passwords come from the data folder's own secret: no two shops share them. */
export interface DemoLogin {
  readonly role: "CUSTOMER" | "SUPPORT" | "ADMIN";
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export function demoLogins(key: (purpose: string) => Buffer): DemoLogin[] {
  const login = (role: DemoLogin["role"], email: string, name: string): DemoLogin => {
    return { role, email, name, password: key(`demo password ${role}`).subarray(0, 12).toString("base64url") };
  };
  return [
    login("CUSTOMER", "customer@agora.example", "Asha Customer"),
    login("SUPPORT", "support@agora.example", "Sam Support"),
    login("ADMIN", "admin@agora.example", "Ada Admin"),
  ];
}
