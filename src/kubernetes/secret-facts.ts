import { type CertificateFacts, certificatesIn } from "./certificate-facts.ts";
import { copyOf } from "./copy-of.ts";

/** What may be known of a secret beside its keys. */
export interface SecretFacts {
  /** Of `tls.crt`, as they stand there: the server's own first. */
  readonly certificates?: readonly CertificateFacts[];
  /** The hosts that registry credentials are for. */
  readonly registries?: readonly string[];
}

const MAX_REGISTRIES = 64;
const MAX_HOST = 300;

/**
 * What of a secret's values is no secret: certificates, which are shown to whoever connects, and the hosts that credentials are for. Everything
 * is copied into texts of its own: a part of a value would keep the whole of it in memory.
 */
export function secretFacts(type: unknown, data: unknown): SecretFacts {
  if (typeof data !== "object" || data === null) return {};
  const { "tls.crt": chain, ".dockerconfigjson": config, ".dockercfg": oldConfig } = data as Record<string, unknown>;
  const certificates = typeof chain === "string" ? certificatesIn(textOf(chain)) : [];
  const isCredential = type === "kubernetes.io/dockerconfigjson" || type === "kubernetes.io/dockercfg";
  const registries = isCredential ? registriesIn(config ?? oldConfig, config === undefined) : [];
  return {
    ...(certificates.length > 0 && { certificates }),
    ...(registries.length > 0 && { registries }),
  };
}

function registriesIn(value: unknown, isOld: boolean): readonly string[] {
  if (typeof value !== "string") return [];
  try {
    const config = JSON.parse(textOf(value)) as { auths?: unknown } | null;
    const auths = isOld ? config : config?.auths;
    if (typeof auths !== "object" || auths === null) return [];
    const hosts = Object.keys(auths).slice(0, MAX_REGISTRIES).map(hostOf);
    return [...new Set(hosts.filter((host) => host !== ""))].sort();
  } catch {
    return [];
  }
}

/** `https://index.docker.io/v1/` and `registry.example.com` are both written. */
function hostOf(server: string): string {
  const host = server.replace(/^[a-z]+:\/\//i, "").split("/")[0] ?? "";
  // What has no such form is no host, and might be anything.
  return host.length <= MAX_HOST && /^[A-Za-z0-9.*_-]+(:\d+)?$/.test(host) ? copyOf(host.toLowerCase()) : "";
}

function textOf(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
