import { registerEnumType } from "../../graphql/index.ts";

export const UpdateStrategyType = { ROLLING_UPDATE: "RollingUpdate", ON_DELETE: "OnDelete" } as const;
export type UpdateStrategyType = (typeof UpdateStrategyType)[keyof typeof UpdateStrategyType];

registerEnumType(UpdateStrategyType, {
  name: "UpdateStrategyType",
  description: "When pods of the old template of a stateful set or a daemon set give way to those of the new one.",
  valuesConfig: {
    ROLLING_UPDATE: { description: "By themselves, step by step." },
    ON_DELETE: { description: "When somebody deletes them." },
  },
});

export function updateStrategyOf(type: string | undefined): UpdateStrategyType {
  return type === UpdateStrategyType.ON_DELETE ? UpdateStrategyType.ON_DELETE : UpdateStrategyType.ROLLING_UPDATE;
}
