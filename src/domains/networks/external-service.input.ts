import { Field, InputType, Int } from "../../graphql/index.ts";
import { ObjectDeleteInput } from "../resources/index.ts";

@InputType({ description: "A port of a system outside." })
export class ExternalPortInput {
  @Field(() => Int, { description: "The port, at the service and at the system: 1 to 65535." })
  port!: number;

  @Field(() => String, { nullable: true, description: "Its name; needed where there are several." })
  name?: string | null;

  @Field(() => String, { defaultValue: "TCP", description: "`TCP`, `UDP` or `SCTP`." })
  protocol!: string;
}

@InputType({
  description:
    "Gives a system outside of the cluster the name of a service. Either `dnsName`, or `addresses` with `ports`.",
})
export class ExternalServiceCreateInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "Name of the service." })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: "Its name in the DNS, as in `db.example.com`: the service is another name for it (ExternalName).",
  })
  dnsName?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Its addresses, all IPv4 or all IPv6, 100 at most: the service has an address of its own, and leads to these.",
  })
  addresses?: readonly string[] | null;

  @Field(() => [ExternalPortInput], {
    defaultValue: [],
    description: "The ports at which it is reached by its addresses.",
  })
  ports!: readonly ExternalPortInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and makes nothing.",
  })
  dryRun!: boolean;
}

@InputType({ description: "Deletes the service of a system outside, and what says where it is." })
export class ExternalServiceDeleteInput extends ObjectDeleteInput {}
