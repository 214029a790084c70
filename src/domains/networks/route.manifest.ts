import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";

/** A reference to another object; what is left out is the route's own namespace, and a Gateway or a Service. */
export interface ReferenceManifest {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface ParentManifest extends ReferenceManifest {
  readonly sectionName?: string;
  readonly port?: number;
}

export interface BackendManifest extends ReferenceManifest {
  readonly port?: number;
  readonly weight?: number;
}

export interface RouteMatchManifest {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly method?: string | { readonly type?: string; readonly service?: string; readonly method?: string };
  readonly headers?: readonly { readonly name: string; readonly value?: string }[];
  readonly queryParams?: readonly { readonly name: string; readonly value?: string }[];
}

/** What is read of an HTTPRoute, and of a GRPCRoute. */
export interface RouteManifest extends Manifest {
  readonly spec?: {
    readonly parentRefs?: readonly ParentManifest[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly {
      readonly name?: string;
      readonly matches?: readonly RouteMatchManifest[];
      readonly filters?: readonly { readonly type: string }[];
      readonly backendRefs?: readonly BackendManifest[];
    }[];
  };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef: ParentManifest;
      readonly controllerName?: string;
      readonly conditions?: readonly ConditionManifest[];
    }[];
  };
}

export interface ListenerManifest {
  readonly name: string;
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: string;
  readonly tls?: { readonly mode?: string; readonly certificateRefs?: readonly ReferenceManifest[] };
}

export interface NetworkGatewayManifest extends Manifest {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly ListenerManifest[];
  };
  readonly status?: {
    readonly addresses?: readonly { readonly type?: string; readonly value?: string }[];
    readonly conditions?: readonly ConditionManifest[];
    readonly listeners?: readonly {
      readonly name: string;
      readonly attachedRoutes?: number;
      readonly conditions?: readonly ConditionManifest[];
    }[];
  };
}

export interface GatewayClassManifest extends Manifest {
  readonly spec?: { readonly controllerName?: string; readonly description?: string };
  readonly status?: { readonly conditions?: readonly ConditionManifest[] };
}
