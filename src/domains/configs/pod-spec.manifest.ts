/** What of a pod's spec can refer to configs and secrets. */
export interface PodSpecManifest {
  readonly containers?: readonly ReferringContainer[];
  readonly initContainers?: readonly ReferringContainer[];
  readonly ephemeralContainers?: readonly ReferringContainer[];
  readonly volumes?: readonly ReferringVolume[];
}

export interface ReferringContainer {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly configMapKeyRef?: KeyReference; readonly secretKeyRef?: KeyReference };
  }[];
  readonly envFrom?: readonly {
    readonly prefix?: string;
    readonly configMapRef?: WholeReference;
    readonly secretRef?: WholeReference;
  }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath?: string;
    readonly subPath?: string;
    readonly subPathExpr?: string;
  }[];
}

export interface WholeReference {
  readonly name?: string;
  readonly optional?: boolean;
}

export interface KeyReference extends WholeReference {
  readonly key?: string;
}

interface Items {
  readonly items?: readonly { readonly key?: string; readonly path?: string }[];
}

export interface ReferringVolume {
  readonly name: string;
  readonly configMap?: WholeReference & Items;
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean } & Items;
  readonly projected?: {
    readonly sources?: readonly {
      readonly configMap?: WholeReference & Items;
      readonly secret?: WholeReference & Items;
    }[];
  };
}
