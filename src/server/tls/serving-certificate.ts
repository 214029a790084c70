import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Server } from "node:https";
import { createSecureContext } from "node:tls";
import { FairwayError } from "../../errors/index.ts";
import type { Clock, Logger } from "../../telemetry/index.ts";

export interface TlsFiles {
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: "TLSv1.2";
}

/** How often the files are read again. Secrets in a pod change by a link, which a watch on the file would not see. */
const reloadMs = 5_000;

/**
 * The certificate that the gateway shows, with its key. Files that change are taken up without a restart; as long as the
 * new ones are no pair, the old ones stay.
 */
export class ServingCertificate implements Disposable {
  readonly #files: { readonly certFile: string; readonly keyFile: string };
  readonly #clock: Clock;
  readonly #log: Logger;
  /** What was read last, good or bad. */
  #read: Certificate;
  /** Told once, and not with each look. */
  #fault: string | undefined;
  #timer: Disposable | undefined;
  #stopped = false;

  /** Throws CONFIG_INVALID when a file cannot be read, or the two are no pair. */
  constructor({ certFile, keyFile }: TlsFiles, clock: Clock, log: Logger) {
    if (certFile === undefined || keyFile === undefined) {
      throw invalid("tls", "certFile and keyFile have to be given together");
    }
    this.#files = { certFile, keyFile };
    this.#clock = clock;
    this.#log = log;
    this.#read = {
      cert: contentOf("tls.certFile", certFile),
      key: contentOf("tls.keyFile", keyFile),
      minVersion: "TLSv1.2",
    };
    try {
      createSecureContext(this.#read);
    } catch {
      throw invalid("tls", `${certFile} and ${keyFile} are no certificate and its key in PEM`);
    }
  }

  /** What a server begins with. */
  get initial(): Certificate {
    return this.#read;
  }

  /** Connections that are open stay as they are. */
  keepFresh(server: Pick<Server, "setSecureContext">): void {
    this.#timer = this.#clock.after(reloadMs, () => {
      void this.#reload(server).then(() => {
        if (!this.#stopped) this.keepFresh(server);
      });
    });
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    this.#timer?.[Symbol.dispose]();
  }

  async #reload(server: Pick<Server, "setSecureContext">): Promise<void> {
    const { certFile, keyFile } = this.#files;
    try {
      const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
      if (this.#stopped || (cert.equals(this.#read.cert) && key.equals(this.#read.key))) return;
      this.#read = { ...this.#read, cert, key };
      // Before the server has it: it would otherwise be left with half of it.
      createSecureContext(this.#read);
      server.setSecureContext(this.#read);
      this.#fault = undefined;
      this.#log.info({ certFile }, "The new certificate is served");
    } catch (error) {
      // Not the error itself: OpenSSL and file systems tell more of a key than a log should have.
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      if (code === this.#fault) return;
      this.#fault = code;
      this.#log.error({ certFile, keyFile, code }, "The new certificate cannot be used; the old one is served still");
    }
  }
}

function contentOf(field: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw invalid(field, `${file} cannot be read (${code})`);
  }
}

function invalid(field: string, complaint: string): FairwayError {
  return new FairwayError("CONFIG_INVALID", `${field}: ${complaint}`, { field });
}
