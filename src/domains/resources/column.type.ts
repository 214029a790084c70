import { Field, Int, ObjectType } from "../../graphql/index.ts";

@ObjectType({
  description:
    "A column of the table that `kubectl get` prints of a kind. Source: Kubernetes' own printers; `additionalPrinterColumns` of a CustomResourceDefinition.",
})
export class PrinterColumn {
  @Field(() => String, { description: "Its heading, as in `Up-to-date`." })
  readonly name!: string;

  @Field(() => String, {
    description:
      "`string`, `integer`, `number`, `boolean`, or `date`: a point in time, for which kubectl prints how long ago it was.",
  })
  readonly type!: string;

  @Field(() => String, { description: "How the type is written more exactly, as in `name`, `int32`; mostly empty." })
  readonly format!: string;

  @Field(() => String, { description: "What it is, as the definition of a custom kind says; empty for other kinds." })
  readonly description!: string;

  @Field(() => Int, { description: "0: always printed; more: in wide output (`-o wide`) alone." })
  readonly priority!: number;
}
