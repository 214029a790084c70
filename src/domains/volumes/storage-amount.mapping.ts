import { UserError } from "../../graphql/index.ts";
import { quantityOf } from "../resources/index.ts";

/** What is wrong with an amount of storage that the caller asks for. */
export function storageFaults(storage: string): readonly UserError[] {
  const amount = quantityOf(storage);
  if (amount === null) return [new UserError("INVALID", `${JSON.stringify(storage)} is no quantity`, "input.storage")];
  return amount > 0 ? [] : [new UserError("INVALID", "It must be more than nothing", "input.storage")];
}
