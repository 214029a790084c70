import { Field, ObjectType } from "../../graphql/index.ts";

@ObjectType({ description: "One way to reach a node. Source: `status.addresses`." })
export class NodeAddress {
  @Field(() => String, {
    description: "What it is: `InternalIP`, `ExternalIP`, `Hostname`, `InternalDNS`, `ExternalDNS`.",
  })
  readonly type: string;

  @Field(() => String, { description: "The address, or the name." })
  readonly address: string;

  constructor({ type = "", address = "" }: { readonly type?: string; readonly address?: string }) {
    this.type = type;
    this.address = address;
  }
}
