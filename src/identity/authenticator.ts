import type { FairwayError } from "../errors/index.ts";
import type { Principal } from "./principal.ts";

/** What a transport knows of a caller before any of it is believed. */
export interface Credentials {
  /** The `Authorization` header as it came. */
  readonly authorization?: string;
}

/** Who it is, with what he has shown for it. */
export interface Identified {
  /** Equal for equal persons; may be a new value each time. */
  readonly principal: Principal;
  /** To be passed on to clusters that know it themselves. Never a key of anything, never logged. */
  readonly token?: string;
}

export interface Authenticator {
  /** False: anybody who reaches the port is let in, so only this machine may. */
  readonly verifies: boolean;
  /**
   * Called once for each HTTP request and once for each WebSocket. Throws a FairwayError (UNAUTHENTICATED) for a
   * caller that is not known.
   */
  identify(credentials: Credentials): Identified | Promise<Identified>;
  /** What `identify` would say, where that takes no asking and no reckoning. Absent, or undefined: it has to be asked. */
  known?(credentials: Credentials): Identified | undefined;
  /**
   * For what outlives a request: calls `onEnd`, once, when what was shown counts no more, because it has ended, was
   * revoked, or is somebody else's now. Until the end, or until it is disposed of. Absent: nothing shown can end.
   */
  watch?(identified: Identified, onEnd: (reason: FairwayError) => void): Disposable;
}
