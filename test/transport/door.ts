import { noAuthentication } from "../../src/identity/index.ts";

/** An authenticator that lets nobody in, and keeps everybody waiting, until it is told to. */
export function closedDoor() {
  const asked = Promise.withResolvers<void>();
  const door = Promise.withResolvers<void>();
  const identify = async () => {
    asked.resolve();
    await door.promise;
    return noAuthentication.identify({});
  };
  return { authenticator: { verifies: false, identify }, asked: asked.promise, open: () => door.resolve() };
}
