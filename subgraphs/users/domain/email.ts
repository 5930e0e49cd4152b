/** RFC 5321, 4.5.3.1: the longest path is 256 octets, its angle brackets included. */
export const EMAIL_LENGTH_MAX = 254;

/** Something, one @, and a domain of at least two labels: whether mail arrives there only mail can tell. */
const EMAIL =
  /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cs}]+@[^\s@<>()[\]\\,;:"\p{Cc}\p{Cs}.]+(\.[^\s@<>()[\]\\,;:"\p{Cc}\p{Cs}.]+)+$/u;

export function isEmail(text: string): boolean {
  return text.length <= EMAIL_LENGTH_MAX && EMAIL.test(text);
}

/** Two addresses that fold alike are one person's: nobody tells Asha@ from asha@, least of all at the next sign-in. */
export function foldEmail(email: string): string {
  return email.trim().normalize("NFKC").toLowerCase();
}
