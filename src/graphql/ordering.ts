import { Order, type OrderKey } from "../state/index.ts";
import { registerEnumType } from "./decorators.ts";
import { perInput } from "./per-input.ts";

export const OrderDirection = { ASC: "ASC", DESC: "DESC" } as const;
export type OrderDirection = (typeof OrderDirection)[keyof typeof OrderDirection];

registerEnumType(OrderDirection, {
  name: "OrderDirection",
  description: "Which end of an order comes first. Objects without a value come last in both.",
  valuesConfig: {
    ASC: { description: "Smallest, or oldest, first." },
    DESC: { description: "Largest, or newest, first." },
  },
});

export interface OrderInput<F extends string> {
  field: F;
  direction: OrderDirection;
}

/** How each field of an order input finds its value. */
export type OrderValues<F extends string, T> = { readonly [field in F]: OrderKey<T>["value"] };

/** What is asked for in an order input, by the order it stands for. Equal inputs need not be the same order. */
export type Orders<F extends string, T> = (orderBy: readonly OrderInput<F>[] | null | undefined) => Order<T>;

/** The orders of a kind. What one leaves open, and everything when none was asked for: cluster, namespace, name. */
export function ordersBy<F extends string, T>(values: OrderValues<F, T>): Orders<F, T> {
  return perInput<readonly OrderInput<F>[], Order<T>>(
    (orderBy = []) =>
      new Order(
        orderBy.map(({ field, direction }) => ({
          name: field,
          descending: direction === OrderDirection.DESC,
          value: values[field],
        })),
      ),
  );
}
