/** What one run has written, as the API servers confirmed it: of each object every version that there ever was. */
export class History {
  readonly #versions = new Map<string, Set<string>>();

  record(cluster: string, { uid, resourceVersion }: { readonly uid: string; readonly resourceVersion: string }): void {
    const id = `${cluster}/${uid}`;
    const versions = this.#versions.get(id) ?? new Set();
    this.#versions.set(id, versions.add(resourceVersion));
  }

  knows(cluster: string, uid: string, version: string): boolean {
    return this.#versions.get(`${cluster}/${uid}`)?.has(version) ?? false;
  }
}
