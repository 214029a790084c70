/** What came over the connection is not what an API server sends. The connection is given up, its content is not. */
export class Garbled extends Error {
  constructor(what: string) {
    super(what);
    this.name = "Garbled";
  }
}
