/** Without 0, 1, I and O, which look like others: 32 signs, five bits each. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const GROUP_LENGTH = 4;
/** 40 bits in all: a number tells nothing of how many orders there are. */
export const ORDER_NUMBER_LENGTH = 8;

/** Writes random bytes (one a sign) as `A7K3-92QF`. */
export function orderNumberFrom(bytes: Uint8Array): string {
  return grouped([...bytes.subarray(0, ORDER_NUMBER_LENGTH)].map((byte) => ALPHABET[byte & 31]!).join(""));
}

/** As people type it: small letters, no hyphen, spaces around. Undefined when it cannot be a number at all. */
export function readOrderNumber(text: string): string | undefined {
  const signs = text.trim().toUpperCase().replace("-", "");
  const isNumber = signs.length === ORDER_NUMBER_LENGTH && [...signs].every((sign) => ALPHABET.includes(sign));
  return isNumber ? grouped(signs) : undefined;
}

function grouped(signs: string): string {
  return `${signs.slice(0, GROUP_LENGTH)}-${signs.slice(GROUP_LENGTH)}`;
}
