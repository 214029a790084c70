interface PullingSpec {
  readonly serviceAccountName?: string;
  readonly serviceAccount?: string;
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly containers?: readonly { readonly image?: string }[];
  readonly initContainers?: readonly { readonly image?: string }[];
}

/** Of what says what pods are like. */
export interface Pulling {
  readonly serviceAccount: string;
  /** Those that it names itself; only where it names none do its service account's count. */
  readonly own: readonly string[];
  /** Hosts of the registries of its images. */
  readonly registries: readonly string[];
}

export function pullingOf(spec: object | undefined): Pulling {
  const { serviceAccountName, serviceAccount, imagePullSecrets, containers, initContainers }: PullingSpec = spec ?? {};
  const images = [...(initContainers ?? []), ...(containers ?? [])].flatMap(({ image }) => (image ? [image] : []));
  return {
    serviceAccount: serviceAccountName || serviceAccount || "default",
    own: (imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : [])),
    registries: [...new Set(images.map(registryOf))].sort(),
  };
}

/** The host that an image is pulled from: what stands before the first slash, where that can be a host. */
export function registryOf(image: string): string {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  return first.includes(".") || first.includes(":") || first === "localhost" ? first.toLowerCase() : "docker.io";
}

/** Docker's own registry has several names. */
const docker = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);

/** Whether a credential for a host is one for a registry, as kubelets match them: by port, and label by label, where `*` stands for any text. */
export function isFor(credential: string, registry: string): boolean {
  if (credential === registry || (docker.has(credential) && docker.has(registry))) return true;
  if (!credential.includes("*")) return false;
  const [wanted, given] = [placeOf(credential), placeOf(registry)];
  return (
    wanted.port === given.port &&
    wanted.labels.length === given.labels.length &&
    wanted.labels.every((label, index) => textOf(label).test(given.labels[index] ?? ""))
  );
}

function placeOf(host: string): { readonly labels: readonly string[]; readonly port: string } {
  const [name = "", port = ""] = host.split(":");
  return { labels: name.split("."), port };
}

function textOf(label: string): RegExp {
  const parts = label.split("*").map((part) => part.replaceAll(/[^\w]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
