import type { Binaries } from "./binaries.ts";
import type { ServerUser } from "./server-user.ts";

/** Where one embedded PostgreSQL lives, and how its programs are run there. All paths are absolute and real. */
export interface Place {
  /** The platform's data folder, given from outside: it stays with its owner, only what we make in it is chowned. */
  readonly directory: string;
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly user: ServerUser;
  readonly onProgress: (message: string) => void;
}
