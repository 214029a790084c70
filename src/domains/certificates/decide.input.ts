import { Field, InputType } from "../../graphql/index.ts";
import { ClusterScopedByInput, WriteInput } from "../resources/index.ts";

/** What the input of each decision takes. */
@InputType()
export class DecisionInput extends WriteInput {
  @Field(() => ClusterScopedByInput, { description: "Which request." })
  by!: ClusterScopedByInput;

  @Field(() => String, {
    nullable: true,
    description: "Why, in one word, for the condition's `reason`. `FairwayApprove` or `FairwayDeny` when absent.",
  })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: "Why, in a sentence, for the condition's `message`." })
  message?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The request's name, once more. Needed where the cluster is protected; else CONFIRMATION_REQUIRED. A dry run needs none.",
  })
  confirm?: string | null;
}

@InputType({ description: "Which request for a certificate is approved, and why." })
export class CertificateSigningRequestApproveInput extends DecisionInput {}

@InputType({ description: "Which request for a certificate is denied, and why." })
export class CertificateSigningRequestDenyInput extends DecisionInput {}
