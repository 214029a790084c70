import { type ClassType, Field, InputType, Int } from "../../graphql/index.ts";
import type { GroupResource, Row } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import {
  defineObjectDeletion,
  defineObjectMutation,
  type KubernetesObject,
  ObjectDeleteInput,
} from "../resources/index.ts";
import { AutoscaleInput } from "./autoscale.input.ts";
import { autoscaleWorkload } from "./autoscale.service.ts";
import type { HorizontalPodAutoscalerManifest } from "./horizontal-pod-autoscaler.manifest.ts";
import { HorizontalPodAutoscaler } from "./horizontal-pod-autoscaler.type.ts";
import { ObjectInput } from "./object.input.ts";
import { restartWorkload } from "./restart.service.ts";
import { ScaleInput } from "./scale.input.ts";
import { scaleWorkload } from "./scale.service.ts";
import { SetImageInput } from "./set-image.input.ts";
import { setImages } from "./set-image.service.ts";
import { toggle } from "./toggle.service.ts";
import { undoRollout } from "./undo.service.ts";

/** A kind as its mutations speak of it. */
export interface MutatedKind<M extends Manifest> {
  readonly resource: GroupResource;
  /** Of the fields, and of the payloads' field, as in `statefulSet`. */
  readonly field: string;
  /** In sentences, as in `stateful set`. */
  readonly word: string;
  readonly type: new (row: Row<M>) => KubernetesObject<M>;
}

const inputName = ({ field }: { readonly field: string }, verb: string) =>
  `${field.charAt(0).toUpperCase()}${field.slice(1)}${verb}Input`;

const answered = <M extends Manifest>({ field, word, type }: MutatedKind<M>) => ({
  field,
  type,
  fieldDescription: `The ${word} as the API server answered with it: its pods follow later. Null when there are errors.`,
});

export function scaleMutation<M extends Manifest>(kind: MutatedKind<M>): ClassType {
  @InputType(inputName(kind, "Scale"), { description: `Sets how many pods a ${kind.word} is to have.` })
  class Input extends ScaleInput {}
  return defineObjectMutation<Input, M>({
    ...answered(kind),
    name: `${kind.field}Scale`,
    description: `Sets how many pods a ${kind.word} is to have.`,
    input: Input,
    inputDescription: "Which one, and how many.",
    write: (ctx, info, input) => scaleWorkload<M>(ctx, info, kind.resource, input),
  });
}

export function restartMutation<M extends Manifest>(kind: MutatedKind<M>): ClassType {
  @InputType(inputName(kind, "Restart"), {
    description: `Replaces all pods of a ${kind.word}, in the way of its strategy.`,
  })
  class Input extends ObjectInput {}
  return defineObjectMutation<Input, M>({
    ...answered(kind),
    name: `${kind.field}Restart`,
    description: `Replaces all pods of a ${kind.word}, in the way of its strategy, as \`kubectl rollout restart\` does.`,
    input: Input,
    inputDescription: "Which one.",
    write: (ctx, info, input) => restartWorkload<M>(ctx, info, kind.resource, input),
  });
}

export function setImageMutation<M extends Manifest>(kind: MutatedKind<M>): ClassType {
  @InputType(inputName(kind, "SetImage"), { description: `Sets images of a ${kind.word}'s containers.` })
  class Input extends SetImageInput {}
  return defineObjectMutation<Input, M>({
    ...answered(kind),
    name: `${kind.field}SetImage`,
    description: `Sets images of a ${kind.word}'s containers, which replaces its pods in the way of its strategy.`,
    input: Input,
    inputDescription: "Which one, and the images.",
    write: (ctx, info, input) => setImages<M>(ctx, info, kind, input),
  });
}

export function undoMutation<M extends Manifest>(kind: MutatedKind<M>): ClassType {
  @InputType(inputName(kind, "Undo"), { description: `Takes a ${kind.word} back to an earlier template.` })
  class Input extends ObjectInput {
    @Field(() => Int, {
      nullable: true,
      description: "Number of the revision to go back to; absent or 0: the one before the newest.",
    })
    toRevision?: number | null;
  }
  return defineObjectMutation<Input, M>({
    ...answered(kind),
    name: `${kind.field}Undo`,
    description: `Gives a ${kind.word} the template of an earlier revision again, as \`kubectl rollout undo\` does. It is rolled out as a new revision.`,
    input: Input,
    inputDescription: "Which one, and how far back.",
    write: (ctx, info, input) => undoRollout<M>(ctx, info, kind.resource, input),
  });
}

/** A mutation that sets a switch of the spec. */
export function toggleMutation<M extends Manifest>(
  kind: MutatedKind<M>,
  verb: string,
  spec: Readonly<Record<string, boolean>>,
  description: string,
): ClassType {
  @InputType(inputName(kind, verb), { description })
  class Input extends ObjectInput {}
  return defineObjectMutation<Input, M>({
    ...answered(kind),
    name: `${kind.field}${verb}`,
    description,
    input: Input,
    inputDescription: "Which one.",
    write: (ctx, info, input) => toggle<M>(ctx, info, { resource: kind.resource, spec }, input),
  });
}

export function deleteMutation<M extends Manifest>(kind: MutatedKind<M>): ClassType {
  @InputType(inputName(kind, "Delete"), { description: `Deletes a ${kind.word}.` })
  class Input extends ObjectDeleteInput {}
  return defineObjectDeletion<Input>({
    name: `${kind.field}Delete`,
    description: `Deletes a ${kind.word}, and what it owns unless that is to stay.`,
    resource: kind.resource,
    input: Input,
  });
}

export function autoscaleMutation<M extends Manifest>(kind: MutatedKind<M>): ClassType {
  @InputType(inputName(kind, "Autoscale"), { description: `Has a ${kind.word}'s number of pods set by what they use.` })
  class Input extends AutoscaleInput {}
  return defineObjectMutation<Input, HorizontalPodAutoscalerManifest>({
    name: `${kind.field}Autoscale`,
    description: `Makes an autoscaler for a ${kind.word}, called like it, as \`kubectl autoscale\` does.`,
    input: Input,
    inputDescription: "Which one, and within which bounds.",
    field: "horizontalPodAutoscaler",
    type: HorizontalPodAutoscaler,
    write: (ctx, info, input) => autoscaleWorkload(ctx, info, kind.resource, input),
  });
}
