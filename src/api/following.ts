import type { Caller } from "../state/index.ts";

interface Follower {
  /** `run` is called when it has left, or at once if it has already. */
  onLeave(run: () => void): void;
}

/** Whoever is sent something for as long as it goes on, by his caller: he is looked after when the caller's rights change. */
export class Following<M extends Follower> {
  readonly #onChange: (caller: Caller) => void;
  readonly #callers = new Map<Caller, { readonly members: Set<M>; readonly listening: Disposable }>();

  constructor(onChange: (caller: Caller) => void) {
    this.#onChange = onChange;
  }

  get callers(): readonly Caller[] {
    return [...this.#callers.keys()];
  }

  of(caller: Caller): readonly M[] {
    return [...(this.#callers.get(caller)?.members ?? [])];
  }

  /** Until the member leaves. */
  add(caller: Caller, member: M): void {
    const followed = this.#callers.get(caller) ?? {
      members: new Set<M>(),
      listening: caller.changed.onChange(() => this.#onChange(caller)),
    };
    this.#callers.set(caller, followed);
    followed.members.add(member);
    member.onLeave(() => {
      followed.members.delete(member);
      if (followed.members.size > 0) return;
      followed.listening[Symbol.dispose]();
      if (this.#callers.get(caller) === followed) this.#callers.delete(caller);
    });
  }
}
