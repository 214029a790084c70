import type { Manifest } from "../context.ts";

interface LoadBalancerStatus {
  readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
}

export interface ServicePortManifest {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly protocol?: string;
}

export interface ServiceManifest extends Manifest {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly externalIPs?: readonly string[];
    readonly externalName?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly ServicePortManifest[];
  };
  readonly status?: LoadBalancerStatus;
}

export interface IngressBackendManifest {
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
  readonly resource?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
}

export interface IngressManifest extends Manifest {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: IngressBackendManifest;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: {
        readonly paths?: readonly {
          readonly path?: string;
          readonly pathType?: string;
          readonly backend?: IngressBackendManifest;
        }[];
      };
    }[];
  };
  readonly status?: LoadBalancerStatus;
}

export type LoadBalanced = { readonly status?: LoadBalancerStatus };
