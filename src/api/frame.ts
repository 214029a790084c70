/** What a transport makes of a frame for its protocol, as in `payload}`. Each transport has kinds of its own. */
export type FrameForm = (payload: Buffer, place: string | null) => Buffer;

/**
 * One message of a stream: the JSON of a GraphQL response, on one line. It is shared by all sinks that it is sent to, as are the
 * forms that transports bring it into, so none of its bytes may be changed.
 */
export class Frame {
  readonly payload: Buffer;
  /** From where the stream goes on behind this frame, for whoever comes back; null where it cannot be left here. */
  readonly place: string | null;
  #forms: Map<FrameForm, Buffer> | undefined = undefined;

  constructor(payload: Buffer, place: string | null = null) {
    this.payload = payload;
    this.place = place;
  }

  /** The payload in a form, which is made once, however many sinks ask for it. */
  as(form: FrameForm): Buffer {
    let made = this.#forms?.get(form);
    if (!made) {
      made = form(this.payload, this.place);
      this.#forms ??= new Map();
      this.#forms.set(form, made);
    }
    return made;
  }
}
