/** Where the pods are, and how to get in. */
export interface PodSource {
  readonly kubeconfig: string;
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}

/** What a cold start took. */
export interface ColdStart {
  readonly objects: number;
  /** From the start of the process until everything was there. */
  readonly milliseconds: number;
  /** Of these, from the first request on. */
  readonly loadMilliseconds: number;
  readonly cpuMicroseconds: number;
}
